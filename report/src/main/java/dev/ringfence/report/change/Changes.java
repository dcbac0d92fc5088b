package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a change opens and closes.
 *
 * @param source the earlier proof's
 * @param opened what does not hold now and held, or was better, before; and each other way to what
 *     did not hold before
 * @param closed what did not hold before and holds, is better or is gone now
 * @param stillOpen how many verdicts fell short with nothing failing before, and do now: there is
 *     one set to be found of them, which is empty, so a further way to them is not among what opens
 */
public record Changes(String source, List<Change> opened, List<Change> closed, int stillOpen) {

  /** Where nobody asks for what was open and is. */
  public Changes(String source, List<Change> opened, List<Change> closed) {
    this(source, opened, closed, 0);
  }

  /**
   * One pair and stake, before and now.
   *
   * @param otherWay where it stands as before, a failure set that was not there and that none of
   *     before was part of: one more finding; null where it stands otherwise
   */
  public record Change(
      EarlierProof.Key key, Standing before, Standing now, @Nullable OtherWay otherWay) {

    /** A pair that stands otherwise. */
    public Change(EarlierProof.Key key, Standing before, Standing now) {
      this(key, before, now, null);
    }
  }

  /**
   * One more way to what was open already.
   *
   * @param finding the stable id of its set
   */
  public record OtherWay(String finding, List<Boundary> boundaries) {
    public OtherWay {
      boundaries = List.copyOf(boundaries);
    }
  }

  /** What is worst comes first, so that whoever tells a part tells that. */
  private static final Comparator<Change> WORST_OPENED =
      (one, other) -> Standing.worstFirst(one.now(), other.now());

  private static final List<String> STAKES = Stream.of(Stake.values()).map(Stake::word).toList();

  private static final Comparator<Change> WORST_CLOSED =
      (one, other) -> Standing.worstFirst(one.before(), other.before());

  private static final Comparator<Change> BY_NAME =
      Comparator.comparing((Change change) -> change.key().from())
          .thenComparing(change -> change.key().to());

  public Changes {
    opened = List.copyOf(opened);
    closed = List.copyOf(closed);
  }

  /** Compares by the names of the tenants. */
  public static Changes between(EarlierProof earlier, ProofAnswers answers) {
    List<Change> opened = new ArrayList<>();
    List<Change> closed = new ArrayList<>();
    int[] stillOpen = {0};
    Set<EarlierProof.Key> seen = new HashSet<>();
    answers.forEachVerdict(
        verdict -> {
          EarlierProof.Key key = EarlierProof.key(answers, verdict);
          Standing before = earlier.standing(key);
          Standing now = Standing.of(verdict);
          if (before.outcome() != Verdict.Outcome.HOLDS) {
            seen.add(key);
          }
          if (now.worseThan(before)) {
            opened.add(new Change(key, before, now));
          } else if (before.worseThan(now)) {
            closed.add(new Change(key, before, now));
          } else {
            if (before.isOpen() && now.isOpen()) {
              stillOpen[0]++;
            }
            others(earlier.ways(key), answers, verdict)
                .forEach(way -> opened.add(new Change(key, before, now, way)));
          }
        });
    Set<String> tenants = new HashSet<>();
    answers.tenancy().tenants().forEach(tenant -> tenants.add(tenant.name()));
    for (Map.Entry<EarlierProof.Key, Standing> gone : earlier.standings().entrySet()) {
      EarlierProof.Key key = gone.getKey();
      if (!seen.contains(key)) {
        boolean there = tenants.contains(key.from()) && tenants.contains(key.to());
        Standing now = there ? Standing.HELD : Standing.ABSENT;
        closed.add(new Change(key, gone.getValue(), now));
      }
    }
    // Stakes keep the order in which verdicts come.
    opened.sort(WORST_OPENED.thenComparing(BY_NAME));
    closed.sort(
        WORST_CLOSED
            .thenComparing(BY_NAME)
            .thenComparingInt(change -> STAKES.indexOf(change.key().stake())));
    return new Changes(earlier.source(), opened, closed, stillOpen[0]);
  }

  /**
   * The sets that are new, of a verdict that stands as before.
   *
   * @param before those of before, null where nobody knows
   */
  private static List<OtherWay> others(
      @Nullable List<Set<Boundary>> before, ProofAnswers answers, Verdict verdict) {
    List<OtherWay> others = new ArrayList<>();
    Integer depth = verdict.depth();
    // What is open as configured has no other set.
    if (before != null && depth != null && depth > 0) {
      for (List<Boundary> set : answers.setsThatFallShort(verdict)) {
        if (before.stream().noneMatch(set::containsAll)) {
          String finding = answers.findingId(verdict.from(), verdict.to(), verdict.stake(), set);
          others.add(new OtherWay(finding, set));
        }
      }
    }
    return others;
  }

  /** What is not told of what was open as configured and is; empty where there is none. */
  public String stillOpenWords() {
    return stillOpen == 0
        ? ""
        : stillOpen
            + (stillOpen == 1 ? " verdict was" : " verdicts were")
            + " open as configured before and "
            + (stillOpen == 1 ? "is" : "are")
            + " still: whether a further way leads there is not told, and fails no build";
  }

  /** For whoever asks what a change mends: it is told elsewhere what it leaves. */
  public Changes ofWhatChanged() {
    return new Changes(source, opened, closed);
  }

  /** Only the verdicts that stand otherwise, without other ways to what did not hold before. */
  public Changes ofVerdicts() {
    return new Changes(
        source, opened.stream().filter(change -> change.otherWay() == null).toList(), closed);
  }

  /** The sets that are new, by pair and stake. */
  public Map<EarlierProof.Key, List<OtherWay>> otherWays() {
    Map<EarlierProof.Key, List<OtherWay>> ways = new HashMap<>();
    for (Change change : opened) {
      OtherWay way = change.otherWay();
      if (way != null) {
        ways.computeIfAbsent(change.key(), key -> new ArrayList<>()).add(way);
      }
    }
    return ways;
  }

  /**
   * By name, to ask of many verdicts whether they are among what was opened.
   *
   * @param risks another way that somebody answers for is not
   */
  public Set<EarlierProof.Key> openedKeys(RiskRegister risks) {
    Set<EarlierProof.Key> keys = new HashSet<>();
    for (Change change : opened) {
      OtherWay way = change.otherWay();
      if (way == null || !risks.accepts(way.finding())) {
        keys.add(change.key());
      }
    }
    return keys;
  }
}
