package dev.ringfence.report.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stakes of one pair that changed alike: one line for people instead of up to five. */
public record PairChange(
    String from, String to, List<String> stakes, Standing before, Standing now) {

  private record Alike(String from, String to, Standing before, Standing now) {}

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
              new Alike(key.from(), key.to(), change.before(), change.now()),
              alike -> new ArrayList<>())
          .add(key.stake());
    }
    List<PairChange> lines = new ArrayList<>();
    stakes.forEach(
        (alike, told) ->
            lines.add(new PairChange(alike.from, alike.to, told, alike.before, alike.now)));
    return lines;
  }
}
