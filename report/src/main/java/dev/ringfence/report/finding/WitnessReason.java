package dev.ringfence.report.finding;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import java.util.List;

/**
 * Takes the reason from the witness: the last step that has an object to look at, since it is the
 * one that reaches the victim.
 */
public final class WitnessReason implements Reason {

  private final ProofAnswers answers;

  public WitnessReason(ProofAnswers answers) {
    this.answers = answers;
  }

  @Override
  public String of(Verdict verdict) {
    List<Boundary> smallest = verdict.smallest();
    if (smallest == null) {
      return "";
    }
    Explanation.Path path =
        answers.explain(verdict.from(), verdict.to(), verdict.stake()).path(smallest);
    return path == null ? "" : decisive(path);
  }

  private static String decisive(Explanation.Path path) {
    for (int at = path.steps().size() - 1; at >= 0; at--) {
      Explanation.Step step = path.steps().get(at);
      if (!step.evidence().isEmpty()) {
        Evidence evidence = step.evidence().getFirst();
        return step.title() + " (" + step.id() + ", " + evidence.object() + ")";
      }
    }
    return "";
  }
}
