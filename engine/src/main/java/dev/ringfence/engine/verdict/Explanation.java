package dev.ringfence.engine.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All minimal failure sets of one pair and stake, with a witness each; where there are none, what
 * the attacker can get and what stops it there.
 *
 * @param blocked where nothing is found: the boundaries that stand directly before something that
 *     the attacker lacks, and what that is
 */
public record Explanation(
    int from,
    int to,
    Stake stake,
    List<Path> failureSets,
    List<Path> byPublication,
    List<String> gained,
    List<Blocked> blocked) {

  /**
   * One failure set and one way that it opens.
   *
   * @param findingId stable: made of from, to, stake and boundaries
   * @param start the facts that the attacker has from the beginning, as far as they are used
   * @param assumptions ids that this witness rests on
   */
  public record Path(
      String findingId,
      List<Boundary> boundaries,
      List<String> start,
      List<Step> steps,
      List<String> assumptions) {}

  /**
   * One step of a witness.
   *
   * @param id the catalogue's id
   * @param title what the attacker does
   * @param from the premises, in words
   * @param to the conclusion, in words
   * @param toIndex identifies the conclusion within the path, so that steps can be drawn as a graph
   * @param fromIndexes the premises' identifiers, the same numbers
   * @param breaks boundaries that must fail for this step
   */
  public record Step(
      String id,
      String title,
      List<String> from,
      String to,
      int toIndex,
      List<Integer> fromIndexes,
      List<Boundary> breaks,
      List<String> assumptions,
      List<Evidence> evidence) {}

  /** A boundary that stands before something that the attacker lacks. */
  public record Blocked(List<Boundary> boundaries, String stepId, String title, String before) {}

  /** The way that a failure set opens; null where it is none of the smallest. */
  public @Nullable Path path(List<Boundary> boundaries) {
    return failureSets.stream()
        .filter(path -> path.boundaries().equals(boundaries))
        .findFirst()
        .orElse(null);
  }

  public Explanation {
    failureSets = List.copyOf(failureSets);
    byPublication = List.copyOf(byPublication);
    gained = List.copyOf(gained);
    blocked = List.copyOf(blocked);
  }
}
