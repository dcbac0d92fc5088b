package dev.ringfence.report.advice;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.engine.verdict.VerdictChange;
import dev.ringfence.policy.advice.AdoptionPlan.Stage;
import dev.ringfence.policy.advice.AdoptionPlan.StageProof;
import dev.ringfence.report.json.VerdictChangeJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    byPair(worse).forEach((pair, stakes) -> lines.add("worse: " + pair + ": " + stakes));
    byPair(better).forEach((pair, stakes) -> lines.add("better: " + pair + ": " + stakes));
    return lines;
  }

  private static Map<String, String> byPair(List<VerdictChange> changes) {
    Map<String, List<String>> stakes = new LinkedHashMap<>();
    for (VerdictChange change : changes) {
      stakes
          .computeIfAbsent(change.from() + " \u2192 " + change.to(), ignored -> new ArrayList<>())
          .add(
              change.stake().word()
                  + " "
                  + standing(change.before())
                  + " to "
                  + standing(change.after()));
    }
    Map<String, String> joined = new LinkedHashMap<>();
    stakes.forEach((pair, words) -> joined.put(pair, String.join(", ", words)));
    return joined;
  }

  /** {@code 1}, or {@code 0–1?} from feared to refuted, undecided. */
  private static String standing(Verdict verdict) {
    String depth = word(verdict.depth());
    String refuted = word(verdict.depthIfRefuted());
    String range = depth.equals(refuted) ? depth : depth + "\u2013" + refuted;
    return verdict.outcome() == Verdict.Outcome.UNDECIDED ? range + "?" : range;
  }

  /** More than was tried is said so. */
  private static String word(@Nullable Integer depth) {
    return depth == null ? "more" : depth.toString();
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
