package dev.ringfence.engine.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant risks from another, at one stake.
 *
 * @param from the attacker, by its id in the tenancy
 * @param to the victim
 * @param required the depth that the requirements ask for; 0 where they ask for none
 * @param depth the size of the smallest failure set, null where there is none up to the maximum
 *     depth; where it falls short that of a set which rests on nothing assumed, else every
 *     pessimistic assumption is counted
 * @param depthIfRefuted the same with no assumption counted
 * @param smallest one smallest failure set; null where there is none
 * @param count how many minimal failure sets there are up to the maximum depth
 * @param byPublication the sets that consist only of the workload behind a published port; they are
 *     not counted
 * @param assumptions ids that a shortfall rests on; empty where it rests on nothing assumed, and
 *     where it is undecided because the search went no deeper
 * @param resources for {@link Stake#DISRUPT}: what is shared without bound, and at which depth
 */
public record Verdict(
    int from,
    int to,
    Stake stake,
    int required,
    @Nullable Integer depth,
    @Nullable Integer depthIfRefuted,
    Outcome outcome,
    @Nullable List<Boundary> smallest,
    int count,
    List<List<Boundary>> byPublication,
    List<String> assumptions,
    List<ResourceDepth> resources) {

  /** The three verdicts. */
  public enum Outcome {
    HOLDS("Holds"),
    FALLS_SHORT("FallsShort"),
    UNDECIDED("Undecided");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /**
   * Whether more is required than a search up to the maximum depth can tell: where it finds no set,
   * the depth is known to be at least one more than the maximum.
   */
  public static boolean isBeyondBound(int required, int maximumDepth) {
    return required > maximumDepth + 1;
  }

  /** Whether the search stopped before any set was found: the depth is more than its maximum. */
  public boolean stoppedAtBound() {
    return depth == null;
  }

  /** Whether the verdict is undecided for no other reason than that the search went no deeper. */
  public boolean undecidedByBound() {
    return outcome == Outcome.UNDECIDED && depth == null;
  }

  /** The depth of disruption by one resource. */
  public record ResourceDepth(String resource, @Nullable Integer depth) {}

  public Verdict {
    smallest = smallest == null ? null : List.copyOf(smallest);
    byPublication = List.copyOf(byPublication);
    assumptions = List.copyOf(assumptions);
    resources = List.copyOf(resources);
  }
}
