package dev.ringfence.report.advice;

import dev.ringfence.policy.advice.ProvedPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was proved of a tenant's pattern, line by line: depths first, then what is short, and why.
 */
final class ProvedWords {

  private ProvedWords() {}

  /** The cluster as it is. */
  static List<String> today(ProvedPattern proved) {
    return List.of(
        "towards others "
            + depths(proved.towardsOthers())
            + "; from others "
            + depths(proved.fromOthers()));
  }

  /** A pattern with its controls in the model. */
  static List<String> of(ProvedPattern proved) {
    List<String> lines = new ArrayList<>(today(proved));
    if (!proved.provided().isEmpty()) {
      lines.set(0, lines.getFirst() + ", given " + String.join(", ", proved.provided()));
    }
    shortfalls(proved.towardsOthers(), "to ", lines);
    shortfalls(proved.fromOthers(), "from ", lines);
    TreeSet<String> assumptions = new TreeSet<>();
    for (List<ProvedPattern.Finding> side : List.of(proved.towardsOthers(), proved.fromOthers())) {
      side.forEach(finding -> assumptions.addAll(finding.assumptions()));
    }
    if (!assumptions.isEmpty()) {
      lines.add("rests on " + String.join(", ", assumptions));
    }
    return lines;
  }

  /** {@code takeover 1 (2 if refuted), read 1, …}. */
  private static String depths(List<ProvedPattern.Finding> findings) {
    if (findings.isEmpty()) {
      return "(there are none)";
    }
    List<String> words = new ArrayList<>();
    for (ProvedPattern.Finding finding : findings) {
      String refuted = word(finding.depthIfRefuted());
      String depth = word(finding.depth());
      words.add(
          finding.stake().word()
              + " "
              + depth
              + (refuted.equals(depth) ? "" : " (" + refuted + " if refuted)"));
    }
    return String.join(", ", words);
  }

  private static String word(@Nullable Integer depth) {
    return depth == null ? "more" : depth.toString();
  }

  /** Stakes of one pair and one set of boundaries share a line. */
  private static void shortfalls(
      List<ProvedPattern.Finding> findings, String direction, List<String> lines) {
    Map<String, List<String>> stakes = new LinkedHashMap<>();
    for (ProvedPattern.Finding finding : findings) {
      if (finding.isShort()) {
        String why =
            direction
                + finding.other()
                + (finding.boundaries().isEmpty()
                    ? ", open as configured"
                    : ", by " + String.join(" and ", finding.boundaries()));
        stakes
            .computeIfAbsent(why, ignored -> new ArrayList<>())
            .add(
                finding.stake().word()
                    + " "
                    + word(finding.depth())
                    + " of "
                    + word(finding.promised()));
      }
    }
    stakes.forEach((why, which) -> lines.add("short: " + String.join(", ", which) + " " + why));
  }
}
