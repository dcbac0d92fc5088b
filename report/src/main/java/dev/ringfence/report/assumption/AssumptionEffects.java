package dev.ringfence.report.assumption;

import dev.ringfence.engine.verdict.ProofAnswers.AssumptionAnswer;
import dev.ringfence.report.change.Changes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Every assumption with what would change if it alone were false.
 *
 * @param effects those that close most first, then those that open most, then by id
 */
public record AssumptionEffects(String source, List<Effect> effects) {

  /**
   * One assumption.
   *
   * <p>Several assumptions may open the same verdict: then none of them closes it by being false
   * alone, and each opens it by being the only one that is as bad as feared.
   *
   * @param changes proved: the verdicts with it alone false, against all as bad as feared
   * @param alone proved: the verdicts with it alone as bad as feared, against all false
   */
  public record Effect(AssumptionAnswer assumption, Changes changes, Changes alone) {
    int opens() {
      return alone.opened().size();
    }

    int closes() {
      return changes.closed().size();
    }
  }

  public AssumptionEffects {
    List<Effect> ordered = new ArrayList<>(effects);
    ordered.sort(
        Comparator.<Effect>comparingInt(effect -> -effect.closes())
            .thenComparingInt(effect -> -effect.opens())
            .thenComparing(effect -> effect.assumption().id()));
    effects = List.copyOf(ordered);
  }
}
