package dev.ringfence.report.drift;

import dev.ringfence.engine.verdict.VerdictChange;
import dev.ringfence.report.finding.VerdictChangeWords;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What differs, since when, and which verdicts it changes, object by object. */
public final class DriftText {

  private static final int LONGEST_VALUE = 200;

  private DriftText() {}

  public static void write(DriftAnswer answer, Appendable out) throws IOException {
    for (DriftAnswer.Item item : answer.items()) {
      write(item, out);
    }
    int count = answer.items().size();
    if (count > 1) {
      changes("all together: ", answer.together(), "change no verdict", out);
    }
    out.append(
        count == 0
            ? "nothing differs\n"
            : count + (count == 1 ? " object differs\n" : " objects differ\n"));
  }

  private static void write(DriftAnswer.Item item, Appendable out) throws IOException {
    out.append(
            switch (item.kind()) {
              case "Missing" -> "- missing: ";
              case "Differs" -> "~ differs: ";
              default -> "+ no longer needed: ";
            })
        .append(VisibleText.of(item.title()))
        .append('\n');
    if (item.holds() != null) {
      out.append("    holds: ").append(item.holds()).append('\n');
    }
    String since = item.since();
    if (since == null) {
      out.append("    since: not known (").append(item.sinceReason()).append(")\n");
    } else {
      out.append("    since: ").append(VisibleText.of(since));
      out.append(", written by ").append(VisibleText.of(String.valueOf(item.changedBy())));
      out.append('\n');
    }
    for (DriftAnswer.Field field : item.fields()) {
      String wanted = field.wanted();
      String found = field.found() == null ? "absent" : clipped(String.valueOf(field.found()));
      out.append("    ")
          .append(VisibleText.of(field.path()))
          .append(": ")
          .append(VisibleText.of(found))
          .append(wanted == null ? ", not wanted" : ", wanted " + VisibleText.of(clipped(wanted)))
          .append('\n');
    }
    if (item.changes() == null) {
      out.append("    by itself: not proved, --proofs are used up\n");
    } else {
      changes(
          "    by itself: ",
          item.changes(),
          "changes no verdict; other controls hold the same",
          out);
    }
  }

  private static void changes(
      String label, List<VerdictChange> changes, String none, Appendable out) throws IOException {
    if (changes.isEmpty()) {
      out.append(label).append(none).append('\n');
    }
    for (Map.Entry<String, String> pair : VerdictChangeWords.byPair(changes).entrySet()) {
      out.append(label)
          .append(VisibleText.of(pair.getKey()))
          .append(": ")
          .append(pair.getValue())
          .append('\n');
    }
  }

  private static String clipped(String value) {
    return value.length() <= LONGEST_VALUE
        ? value
        : value.substring(0, LONGEST_VALUE) + "\u2026 (" + value.length() + " characters)";
  }
}
