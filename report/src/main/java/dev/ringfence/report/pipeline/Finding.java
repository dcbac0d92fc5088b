package dev.ringfence.report.pipeline;

import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Sentence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that does not hold, with the path of its smallest set.
 *
 * @param id stable: made of from, to, stake and boundaries
 * @param fresh whether it is new against a baseline; false where there is none
 * @param accepted whether somebody answers for it
 */
record Finding(
    Verdict verdict,
    String from,
    String to,
    String id,
    Explanation.@Nullable Path path,
    boolean fresh,
    boolean accepted) {

  String title() {
    return from + " → " + to + ": " + verdict.stake().word();
  }

  /** What is wrong, in a sentence or two. */
  String message() {
    StringBuilder text = new StringBuilder(title());
    text.append(' ').append(Sentence.outcome(verdict.outcome()));
    Integer depth = verdict.depth();
    List<dev.ringfence.engine.verdict.Boundary> smallest = verdict.smallest();
    if (depth == null || smallest == null) {
      text.append(" (required ").append(verdict.required());
      text.append("): no way in found, and more failures than --max-depth were not tried");
    } else {
      text.append(" (depth ").append(depth).append(", required ").append(verdict.required());
      text.append("): ").append(Sentence.set(smallest));
    }
    String rests = Sentence.restsOn(verdict);
    if (!rests.isEmpty()) {
      text.append(", ").append(rests);
    }
    Explanation.Step step = decisive();
    if (step != null) {
      text.append(". It ").append(step.title()).append(" (").append(step.id()).append(", ");
      text.append(step.evidence().getFirst().object()).append(')');
    }
    return text.append('.').toString();
  }

  /** The step to look at: the last with an object, since it is the one that reaches the victim. */
  Explanation.@Nullable Step decisive() {
    if (path == null) {
      return null;
    }
    for (int at = path.steps().size() - 1; at >= 0; at--) {
      if (!path.steps().get(at).evidence().isEmpty()) {
        return path.steps().get(at);
      }
    }
    return null;
  }

  /** All evidence of the path, the decisive step's first. */
  List<Evidence> evidence() {
    List<Evidence> all = new ArrayList<>();
    Explanation.Step decisive = decisive();
    if (decisive != null) {
      all.addAll(decisive.evidence());
    }
    if (path != null) {
      path.steps().forEach(step -> all.addAll(step.evidence()));
    }
    return all.stream().distinct().toList();
  }
}
