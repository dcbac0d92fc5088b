package dev.ringfence.report.advice;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.VerdictChange;
import dev.ringfence.policy.advice.AdoptionPlan.Stage;
import dev.ringfence.policy.advice.AdoptionPlan.StageProof;
import dev.ringfence.report.finding.VerdictChangeWords;
import dev.ringfence.report.json.VerdictChangeJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was proved of a stage of a plan. */
final class StageWords {

  private StageWords() {}

  /** Totals, then what gets worse, all of it, then what gets better, by pair. */
  static List<String> of(Stage stage) {
    StageProof proof = stage.proof();
    if (proof == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "after it "
            + proof.holds()
            + " verdicts hold, "
            + proof.fallsShort()
            + " fall short, "
            + proof.undecided()
            + " are undecided");
    List<VerdictChange> worse = proof.changes().stream().filter(VerdictChange::isWorse).toList();
    List<VerdictChange> better =
        proof.changes().stream().filter(change -> !change.isWorse()).toList();
    VerdictChangeWords.byPair(worse)
        .forEach((pair, stakes) -> lines.add("worse: " + pair + ": " + stakes));
    VerdictChangeWords.byPair(better)
        .forEach((pair, stakes) -> lines.add("better: " + pair + ": " + stakes));
    return lines;
  }

  /** The field {@code proof} of a stage. */
  static void write(@Nullable StageProof proof, JsonGenerator json) throws IOException {
    if (proof == null) {
      json.writeNullField("proof");
      return;
    }
    json.writeObjectFieldStart("proof");
    json.writeNumberField("holds", proof.holds());
    json.writeNumberField("fallsShort", proof.fallsShort());
    json.writeNumberField("undecided", proof.undecided());
    VerdictChangeJson.write(json, "changes", proof.changes());
    json.writeEndObject();
  }
}
