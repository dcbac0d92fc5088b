package dev.ringfence.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The judge finds the errors that a search of this kind is prone to. Each wrong search is the same
 * plain propagation of lists of boundaries, with one thing wrong; with nothing wrong it passes.
 */
final class WrongSearchTest {
  private static final int SYSTEMS = 300;

  private enum Error {
    NONE,
    /** A boundary is paid each time that it is met on the way: counts, not sets. */
    COUNTS_ALONG_THE_WAY,
    /** What the second premise shares with the first is paid twice. */
    SUM_OVER_PREMISES,
    /** Only the first premise's boundaries are paid. */
    FORGETS_PREMISES,
    /** Sets that contain smaller ones are listed too. */
    KEEPS_LARGER_SETS
  }

  @Test
  void propagationWithNothingWrongPasses() {
    assertThat(detected(Error.NONE)).isZero();
  }

  @Test
  void payingABoundaryTwiceAlongTheWayIsDetected() {
    assertThat(detected(Error.COUNTS_ALONG_THE_WAY)).isGreaterThan(SYSTEMS / 100);
  }

  @Test
  void addingUpPremisesInsteadOfUnitingThemIsDetected() {
    assertThat(detected(Error.SUM_OVER_PREMISES)).isGreaterThan(SYSTEMS / 100);
  }

  @Test
  void leavingOutAPremisesBoundariesIsDetected() {
    assertThat(detected(Error.FORGETS_PREMISES)).isGreaterThan(SYSTEMS / 100);
  }

  @Test
  void listingSetsThatAreNotMinimalIsDetected() {
    assertThat(detected(Error.KEEPS_LARGER_SETS)).isGreaterThan(SYSTEMS / 100);
  }

  private static int detected(Error error) {
    int detected = 0;
    for (long seed = 0; seed < SYSTEMS; seed++) {
      PlainSystem system = RandomSystems.system(seed);
      if (system.attackers() > 8) {
        continue;
      }
      String disagreement =
          Judge.disagreement(
              system,
              assumption -> true,
              (attacker, goal) -> failureSets(system, attacker, goal, error));
      detected += disagreement == null ? 0 : 1;
    }
    return detected;
  }

  private static Set<Set<Integer>> failureSets(
      PlainSystem system, int attacker, int goal, Error error) {
    List<Set<List<Integer>>> labels = new ArrayList<>();
    for (int fact = 0; fact < system.facts(); fact++) {
      labels.add(new HashSet<>());
    }
    system.starts().stream()
        .filter(start -> start.attacker() == attacker)
        .forEach(start -> labels.get(start.fact()).add(List.of()));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (PlainSystem.Step step : system.steps()) {
        if (step.attackers().isEmpty() || step.attackers().contains(attacker)) {
          for (List<Integer> label : labelsOf(step, labels, system.maximumDepth(), error)) {
            grew |= labels.get(step.conclusion()).add(label);
          }
        }
      }
    }
    Set<Set<Integer>> sets = new HashSet<>();
    labels.get(goal).forEach(label -> sets.add(new TreeSet<>(label)));
    if (error == Error.KEEPS_LARGER_SETS) {
      return sets;
    }
    Set<Set<Integer>> minimal = new HashSet<>(sets);
    minimal.removeIf(
        set -> sets.stream().anyMatch(other -> !other.equals(set) && set.containsAll(other)));
    return minimal;
  }

  private static Set<List<Integer>> labelsOf(
      PlainSystem.Step step, List<Set<List<Integer>>> labels, int maximumDepth, Error error) {
    Set<List<Integer>> combined = new HashSet<>(Set.of(List.of()));
    boolean first = true;
    for (int premise : step.premises()) {
      Set<List<Integer>> next = new HashSet<>();
      for (List<Integer> left : combined) {
        for (List<Integer> right : labels.get(premise)) {
          next.add(
              error == Error.FORGETS_PREMISES && !first
                  ? left
                  : together(left, right, error == Error.SUM_OVER_PREMISES));
        }
      }
      next.removeIf(label -> label.size() > maximumDepth);
      combined = next;
      first = false;
    }
    Set<List<Integer>> fenced = new HashSet<>();
    for (List<Integer> label : combined) {
      fenced.add(
          together(label, List.copyOf(step.boundaries()), error == Error.COUNTS_ALONG_THE_WAY));
    }
    fenced.removeIf(label -> label.size() > maximumDepth);
    return fenced;
  }

  private static List<Integer> together(List<Integer> left, List<Integer> right, boolean sum) {
    List<Integer> together = new ArrayList<>(left);
    together.addAll(right);
    return sum ? together.stream().sorted().toList() : List.copyOf(new TreeSet<>(together));
  }
}
