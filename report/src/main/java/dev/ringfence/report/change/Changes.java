package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a change opens and closes.
 *
 * @param source the earlier proof's
 * @param opened what does not hold now and held, or was better, before
 * @param closed what did not hold before and holds, is better or is gone now
 */
public record Changes(String source, List<Change> opened, List<Change> closed) {

  /** One pair and stake, before and now. */
  public record Change(EarlierProof.Key key, Standing before, Standing now) {}

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
    return new Changes(earlier.source(), opened, closed);
  }

  /** By name, to ask of many verdicts whether they are among what was opened. */
  public Set<EarlierProof.Key> openedKeys() {
    Set<EarlierProof.Key> keys = new HashSet<>();
    opened.forEach(change -> keys.add(change.key()));
    return keys;
  }
}
