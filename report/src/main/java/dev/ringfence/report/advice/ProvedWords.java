package dev.ringfence.report.advice;

import dev.ringfence.policy.advice.ProvedPattern;
import dev.ringfence.report.finding.VerdictChangeWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was proved of a tenant's pattern, line by line: depths first, then what is short, and why.
 */
final class ProvedWords {

  private ProvedWords() {}

  /** Depths alone; a range goes from feared to refuted. */
  static String depths(ProvedPattern proved) {
    return "towards others "
        + depths(proved.towardsOthers())
        + "; from others "
        + depths(proved.fromOthers());
  }

  /** A pattern with its controls in the model. */
  static List<String> of(ProvedPattern proved) {
    List<String> lines = new ArrayList<>(List.of(depths(proved)));
    shortfalls(proved.towardsOthers(), "towards ", lines);
    shortfalls(proved.fromOthers(), "from ", lines);
    feared(proved, lines);
    return lines;
  }

  /** {@code takeover 1–2, read 1, …}. */
  private static String depths(List<ProvedPattern.Finding> findings) {
    if (findings.isEmpty()) {
      return "(there are none)";
    }
    List<String> words = new ArrayList<>();
    for (ProvedPattern.Finding finding : findings) {
      words.add(
          finding.stake().word()
              + " "
              + VerdictChangeWords.range(finding.depth(), finding.depthIfRefuted()));
    }
    return String.join(", ", words);
  }

  /** Stakes of one pair and one set of boundaries share a line. */
  private static void shortfalls(
      List<ProvedPattern.Finding> findings, String direction, List<String> lines) {
    Map<String, List<String>> stakes = new LinkedHashMap<>();
    for (ProvedPattern.Finding finding : findings) {
      ProvedPattern.Cause cause = finding.sure();
      if (cause != null) {
        String why =
            direction
                + cause.other()
                + (cause.boundaries().isEmpty()
                    ? ", open as configured"
                    : ", by " + String.join(" and ", cause.boundaries()));
        stakes
            .computeIfAbsent(why, ignored -> new ArrayList<>())
            .add(
                finding.stake().word()
                    + " "
                    + VerdictChangeWords.depth(finding.depthIfRefuted())
                    + " of "
                    + VerdictChangeWords.depth(finding.promised()));
      }
    }
    stakes.forEach((why, which) -> lines.add("short: " + String.join(", ", which) + " " + why));
  }

  private static void feared(ProvedPattern proved, List<String> lines) {
    TreeSet<String> assumptions = new TreeSet<>();
    boolean any = false;
    for (List<ProvedPattern.Finding> side : List.of(proved.towardsOthers(), proved.fromOthers())) {
      for (ProvedPattern.Finding finding : side) {
        ProvedPattern.Cause cause = finding.feared();
        if (cause != null) {
          any = true;
          assumptions.addAll(cause.assumptions());
        }
      }
    }
    if (any) {
      lines.add(
          "the rest of the promise rests on "
              + (assumptions.isEmpty() ? "what is assumed" : String.join(", ", assumptions)));
    }
  }
}
