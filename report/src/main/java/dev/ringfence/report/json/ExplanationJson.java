package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The answer of {@code explain} for programs, as {@code schema/explanation.schema.json} has it: the
 * verdicts that were asked for, each with its failure sets.
 */
public final class ExplanationJson {

  private ExplanationJson() {}

  /**
   * Writes one JSON object and a line feed; the stream stays open.
   *
   * @param stakes in the order in which they are to be written
   * @param source as the user gave it
   */
  public static void write(
      ProofAnswers answers, int from, int to, List<Stake> stakes, OutputStream out, String source)
      throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      HeadJson.writeFields(json, "Explanation", source, answers);
      json.writeArrayFieldStart("verdicts");
      for (Stake stake : stakes) {
        json.writeStartObject();
        VerdictJson.writeFields(json, answers, answers.verdict(from, to, stake));
        PathJson.whole(json).writeFields(answers.explain(from, to, stake));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
