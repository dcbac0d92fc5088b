package dev.ringfence.report.pipeline;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Sentence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that does not hold, with the path of one of its sets: of one that is new against a
 * baseline, else of one that nobody answers for, else of the smallest.
 *
 * @param id stable: made of from, to, stake and boundaries
 * @param boundaries of the set; null where the search stopped before any was found
 * @param others how many more sets there are for which the verdict does not hold
 * @param fresh whether it is new against a baseline; false where there is none
 * @param otherWay whether it stood like that before, and this set is what is new
 * @param accepted whether somebody answers for it, and for each of the others
 * @param again whether somebody answered for it or for one of the others, and does so no more
 */
record Finding(
    Verdict verdict,
    String from,
    String to,
    String id,
    @Nullable List<Boundary> boundaries,
    int others,
    Explanation.@Nullable Path path,
    boolean fresh,
    boolean otherWay,
    boolean accepted,
    boolean again) {

  String title() {
    return from + " → " + to + ": " + verdict.stake().word();
  }

  /** What is wrong, in a sentence or two. */
  String message() {
    StringBuilder text = new StringBuilder(title());
    text.append(' ').append(Sentence.outcome(verdict.outcome()));
    Integer depth = verdict.depth();
    if (depth == null || boundaries == null) {
      text.append(" (required ").append(verdict.required());
      text.append("): no way in found, and more failures than --max-depth were not tried");
    } else {
      text.append(" (depth ").append(depth).append(", required ").append(verdict.required());
      text.append("): ").append(otherWay ? "by another way too, " : "");
      text.append(Sentence.set(boundaries));
      if (others > 0) {
        text.append(" (and ").append(others).append(others == 1 ? " other set)" : " other sets)");
      }
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
