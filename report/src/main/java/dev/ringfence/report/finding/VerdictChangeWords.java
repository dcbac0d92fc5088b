package dev.ringfence.report.finding;

import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.engine.verdict.VerdictChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Depths, and what became of them, in words: the same wherever changes are told. */
public final class VerdictChangeWords {

  private VerdictChangeWords() {}

  /** More than was tried is said so. */
  public static String depth(@Nullable Integer depth) {
    return depth == null ? "more" : depth.toString();
  }

  /** {@code 1}, or {@code 0–1} from feared to refuted. */
  public static String range(@Nullable Integer feared, @Nullable Integer refuted) {
    String depth = depth(feared);
    String best = depth(refuted);
    return depth.equals(best) ? depth : depth + "\u2013" + best;
  }

  /** By pair, in the order of the changes: {@code read 1 to 2, reach 0–1? to 1}. */
  public static Map<String, String> byPair(List<VerdictChange> changes) {
    Map<String, List<String>> stakes = new LinkedHashMap<>();
    for (VerdictChange change : changes) {
      stakes
          .computeIfAbsent(change.from() + " \u2192 " + change.to(), ignored -> new ArrayList<>())
          .add(
              change.stake().word()
                  + " "
                  + standing(change.before())
                  + " to "
                  + standing(change.after()));
    }
    Map<String, String> joined = new LinkedHashMap<>();
    stakes.forEach((pair, words) -> joined.put(pair, String.join(", ", words)));
    return joined;
  }

  /** A range, and a question mark where it is undecided. */
  private static String standing(Verdict verdict) {
    String range = range(verdict.depth(), verdict.depthIfRefuted());
    return verdict.outcome() == Verdict.Outcome.UNDECIDED ? range + "?" : range;
  }
}
