package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.report.finding.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stakes of one pair that changed alike: one line for people instead of up to five. */
public record PairChange(
    String from,
    String to,
    List<String> stakes,
    Standing before,
    Standing now,
    @Nullable List<Boundary> otherWay) {

  private record Alike(
      String from, String to, Standing before, Standing now, @Nullable List<Boundary> otherWay) {}

  public PairChange {
    stakes = List.copyOf(stakes);
  }

  /** Every change once, in the order in which the first of each line comes. */
  public static List<PairChange> group(List<Changes.Change> changes) {
    Map<Alike, List<String>> stakes = new LinkedHashMap<>();
    for (Changes.Change change : changes) {
      EarlierProof.Key key = change.key();
      stakes
          .computeIfAbsent(
              new Alike(key.from(), key.to(), change.before(), change.now(), otherWay(change)),
              alike -> new ArrayList<>())
          .add(key.stake());
    }
    List<PairChange> lines = new ArrayList<>();
    stakes.forEach(
        (alike, told) ->
            lines.add(
                new PairChange(
                    alike.from, alike.to, told, alike.before, alike.now, alike.otherWay)));
    return lines;
  }

  private static @Nullable List<Boundary> otherWay(Changes.Change change) {
    Changes.OtherWay way = change.otherWay();
    return way == null ? null : way.boundaries();
  }

  /** For people, of what is: {@code falls short at depth 0}. */
  public String isWords() {
    return otherWay == null
        ? now.isWords()
        : now.isWords() + " by another way too: " + Sentence.set(otherWay);
  }
}
