package dev.ringfence.report.pipeline;

import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.report.finding.TenantGroup;
import dev.ringfence.report.finding.Totals;
import java.io.IOException;

/**
 * JUnit XML: a test case for each verdict that does not hold, and one for each group of pairs that
 * holds, so that a pipeline shows what was proved too.
 */
public final class JunitReport {

  private final PipelineAnswers pipeline;
  private final Appendable out;

  private JunitReport(PipelineAnswers pipeline, Appendable out) {
    this.pipeline = pipeline;
    this.out = out;
  }

  public static void write(PipelineAnswers pipeline, Appendable out) throws IOException {
    new JunitReport(pipeline, out).write();
  }

  private void write() throws IOException {
    int skipped = 0;
    for (Finding finding : pipeline.findings()) {
      skipped += pipeline.fails(finding) ? 0 : 1;
    }
    int failures = pipeline.findings().size() - skipped;
    int left = pipeline.left() > 0 ? 1 : 0;
    boolean leftFails = pipeline.failingLeft() > 0;
    failures += leftFails ? 1 : 0;
    skipped += left > 0 && !leftFails ? 1 : 0;
    int tests = pipeline.findings().size() + left + groups(false);
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"Ringfence\">\n");
    out.append("<testsuite name=\"").append(escaped(pipeline.source()));
    out.append("\" tests=\"").append(Integer.toString(tests));
    out.append("\" failures=\"").append(Integer.toString(failures));
    out.append("\" errors=\"0\" skipped=\"").append(Integer.toString(skipped)).append("\">\n");
    for (Finding finding : pipeline.findings()) {
      finding(finding);
    }
    if (left > 0) {
      out.append("<testcase classname=\"ringfence\" name=\"findings not listed\"><")
          .append(leftFails ? "failure" : "skipped")
          .append(" message=\"")
          .append(Long.toString(pipeline.left()))
          .append(" more verdicts do not hold; worst first\"/></testcase>\n");
    }
    groups(true);
    out.append("</testsuite>\n</testsuites>\n");
  }

  private void finding(Finding finding) throws IOException {
    out.append("<testcase classname=\"").append(escaped(finding.from()));
    out.append("\" name=\"").append(escaped(finding.title())).append("\">");
    if (!pipeline.fails(finding)) {
      String why = finding.accepted() ? "accepted risk: " : "no worse than before: ";
      out.append("<skipped message=\"").append(escaped(why + finding.message()));
      out.append("\"/>");
    } else {
      out.append("<failure type=\"").append(finding.verdict().outcome().word());
      out.append("\" message=\"").append(escaped(finding.message())).append("\">");
      path(finding);
      out.append("</failure>");
    }
    out.append("</testcase>\n");
  }

  private void path(Finding finding) throws IOException {
    out.append(escaped("finding " + finding.id() + "\n"));
    Explanation.Path path = finding.path();
    if (path == null) {
      return;
    }
    int number = 1;
    for (Explanation.Step step : path.steps()) {
      out.append(
          escaped(number++ + ". " + step.title() + " [" + step.id() + "] → " + step.to() + "\n"));
      for (Evidence evidence : step.evidence()) {
        String where = evidence.file() == null ? "" : " (" + evidence.file() + ")";
        out.append(
            escaped(
                "   "
                    + evidence.object()
                    + " "
                    + evidence.field()
                    + ": "
                    + evidence.value()
                    + where
                    + "\n"));
      }
    }
  }

  /** A test case for each group of pairs and stake of which some verdict holds; how many. */
  private int groups(boolean write) throws IOException {
    int count = 0;
    for (TenantGroup from : TenantGroup.values()) {
      for (TenantGroup to : TenantGroup.values()) {
        for (Stake stake : Stake.values()) {
          long holds = pipeline.totals().of(from, to, stake, Totals.Count.HOLDS);
          if (holds > 0) {
            count++;
            if (write) {
              out.append("<testcase classname=\"holds\" name=\"")
                  .append(
                      from.word() + " → " + to.word() + ": " + stake.word() + " holds for " + holds)
                  .append(holds == 1 ? " pair\"/>\n" : " pairs\"/>\n");
            }
          }
        }
      }
    }
    return count;
  }

  /** XML 1.0 cannot carry some characters at all: they become U+FFFD. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      switch (point) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\n' -> escaped.append("&#10;");
        case '\t' -> escaped.append("&#9;");
        case '\r' -> escaped.append("&#13;");
        default -> {
          boolean carried =
              point >= 0x20
                  && point != 0xFFFE
                  && point != 0xFFFF
                  && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
          escaped.appendCodePoint(carried ? point : 0xFFFD);
        }
      }
    }
    return escaped.toString();
  }
}
