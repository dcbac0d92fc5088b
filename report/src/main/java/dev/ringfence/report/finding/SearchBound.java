package dev.ringfence.report.finding;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where the search stopped at its maximum depth: the pairs for which no failure set of up to so
 * many boundaries was found, by attacker. What is known of them is that one boundary more, at
 * least, must fail; where more than that is required, the verdict is undecided for that reason.
 */
public final class SearchBound {

  /**
   * Victims for whom an attacker's search stopped at the same stakes.
   *
   * @param undecided whether more is required of these stakes than is known
   */
  public record Stopped(int from, List<Integer> to, List<Stake> stakes, boolean undecided) {}

  private static final int NONE = -1;

  private final List<Stopped> stopped = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private long verdicts;
  private long undecidedVerdicts;
  private long pairs;
  private int from = NONE;
  private int to = NONE;
  private int heldStakes;
  private int undecidedStakes;

  private record Group(int stakes, boolean undecided, List<Integer> victims) {}

  /** Takes the next verdict; they come by attacker, then by victim. */
  public void add(Verdict verdict) {
    if (verdict.from() != from || verdict.to() != to) {
      endPair();
      if (verdict.from() != from) {
        endAttacker();
      }
      from = verdict.from();
      to = verdict.to();
    }
    if (verdict.stoppedAtBound()) {
      verdicts++;
      int stake = 1 << verdict.stake().ordinal();
      if (verdict.undecidedByBound()) {
        undecidedVerdicts++;
        undecidedStakes |= stake;
      } else {
        heldStakes |= stake;
      }
    }
  }

  /** Ends the list: to be called once, after the last verdict. */
  public void finish() {
    endPair();
    endAttacker();
  }

  /** How many verdicts have no set up to the maximum depth. */
  public long verdicts() {
    return verdicts;
  }

  /** How many of them are undecided because of that. */
  public long undecidedVerdicts() {
    return undecidedVerdicts;
  }

  /** How many ordered pairs have such a verdict. */
  public long pairs() {
    return pairs;
  }

  /** What is undecided first, then in the order of the verdicts. */
  public List<Stopped> stopped() {
    List<Stopped> ordered = new ArrayList<>();
    stopped.stream().filter(Stopped::undecided).forEach(ordered::add);
    stopped.stream().filter(one -> !one.undecided()).forEach(ordered::add);
    return Collections.unmodifiableList(ordered);
  }

  private void endPair() {
    pairs += (heldStakes | undecidedStakes) != 0 ? 1 : 0;
    note(undecidedStakes, true);
    note(heldStakes, false);
    heldStakes = 0;
    undecidedStakes = 0;
  }

  private void note(int stakes, boolean undecided) {
    if (stakes == 0) {
      return;
    }
    for (Group group : groups) {
      if (group.stakes() == stakes && group.undecided() == undecided) {
        group.victims().add(to);
        return;
      }
    }
    groups.add(new Group(stakes, undecided, new ArrayList<>(List.of(to))));
  }

  private void endAttacker() {
    for (Group group : groups) {
      List<Stake> stakes = new ArrayList<>();
      for (Stake stake : Stake.values()) {
        if ((group.stakes() >> stake.ordinal() & 1) != 0) {
          stakes.add(stake);
        }
      }
      stopped.add(
          new Stopped(from, List.copyOf(group.victims()), List.copyOf(stakes), group.undecided()));
    }
    groups.clear();
  }
}
