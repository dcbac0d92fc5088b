package dev.ringfence.engine.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Witnesses for many goals, every assumption as bad as feared. What one attacker gets with some
 * boundaries failing is derived once for all goals that are asked of it: whoever asks attacker by
 * attacker, as reports do, pays for a derivation for each set and not for each goal. The witnesses
 * are those of {@link Witness#find}. To be used by one thread.
 */
public final class WitnessSearch {

  /** Two ints for each step are kept of a derivation: together some 64 MB. */
  private static final int MOST_STEPS_KEPT = 8_000_000;

  private final StepGraph graph;
  private final int kept;

  /** Of the last attacker, by the boundaries that fail; those used last are at the end. */
  private final Map<FailureSet, Derivation> derivations = new LinkedHashMap<>(16, 0.75f, true);

  private int lastAttacker = -1;

  public WitnessSearch(StepGraph graph) {
    this.graph = graph;
    this.kept = Math.clamp(MOST_STEPS_KEPT / (graph.stepCount() + 1), 1, 64);
  }

  /**
   * Finds a witness; null where the attacker does not get the goal.
   *
   * @param goal a fact
   * @param failed the boundaries that fail; all of them are used only where the set is minimal
   */
  public @Nullable Witness find(int attacker, int goal, FailureSet failed) {
    Derivation derivation = derivation(attacker, failed, goal);
    return derivation.reach(goal) ? Witness.of(graph, attacker, goal, failed, derivation) : null;
  }

  private Derivation derivation(int attacker, FailureSet failed, int goal) {
    if (attacker != lastAttacker) {
      derivations.clear();
      lastAttacker = attacker;
    }
    Derivation known = derivations.get(failed);
    if (known == null) {
      if (derivations.size() >= kept) {
        derivations.remove(derivations.keySet().iterator().next());
      }
      known = new Derivation(graph, attacker, failed, Derivation.EVERY_ASSUMPTION, goal);
      derivations.put(failed, known);
    }
    return known;
  }
}
