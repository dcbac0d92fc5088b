package dev.ringfence.report.pipeline;

import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.PairChange;
import dev.ringfence.report.change.RiskRegister;
import dev.ringfence.report.finding.Sentence;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Markdown for a comment on a pull request. GitHub takes 65,536 characters: what does not fit is
 * counted.
 */
public final class MarkdownReport {

  /** Room for the ends below is kept. */
  private static final int LONGEST = 60_000;

  private static final Pattern WWW = Pattern.compile("(?i)(www)\\.");

  private static final int CHANGES_TOLD = 40;

  private final PipelineAnswers pipeline;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(PipelineAnswers pipeline) {
    this.pipeline = pipeline;
  }

  public static void write(PipelineAnswers pipeline, Appendable out) throws IOException {
    out.append(new MarkdownReport(pipeline).text());
  }

  private String text() {
    Totals totals = pipeline.totals();
    text.append("## Ringfence: ").append(plain(pipeline.source())).append("\n\n");
    Changes changes = pipeline.changes();
    if (changes != null) {
      text.append("Against ").append(plain(changes.source())).append(": **opens ");
      text.append(changes.opened().size()).append("**, closes ");
      text.append(changes.closed().size()).append(".\n\n");
      if (changes.stillOpen() > 0) {
        text.append(plain(changes.stillOpenWords())).append(".\n\n");
      }
      changes("Opened", changes.opened());
      changes("Closed", changes.closed());
    }
    text.append("✗ ").append(totals.of(Totals.Count.FALLS_SHORT)).append(" fall short · ? ");
    text.append(totals.of(Totals.Count.UNDECIDED)).append(" undecided · ✓ ");
    text.append(totals.of(Totals.Count.HOLDS)).append(" hold");
    if (pipeline.accepted() > 0) {
      text.append(" · ").append(pipeline.accepted()).append(" accepted");
    }
    text.append("\n\n");
    risks();
    findings();
    return text.toString();
  }

  private void changes(String title, List<Changes.Change> list) {
    if (list.isEmpty()) {
      return;
    }
    text.append("| ").append(title).append(" | stakes | before | now |\n|---|---|---|---|\n");
    List<PairChange> lines = PairChange.group(list);
    int left = list.size();
    for (PairChange line : lines.subList(0, Math.min(CHANGES_TOLD, lines.size()))) {
      text.append("| ").append(plain(line.from())).append(" → ");
      text.append(plain(line.to())).append(" | ").append(String.join(", ", line.stakes()));
      text.append(" | ").append(line.before().wasWords());
      text.append(" | ").append(plain(line.isWords())).append(" |\n");
      left -= line.stakes().size();
    }
    if (left > 0) {
      text.append("\nand ").append(left).append(" more verdicts\n");
    }
    text.append('\n');
  }

  private void risks() {
    for (RiskRegister.Entry entry : pipeline.risks().entries()) {
      String what =
          switch (entry.state()) {
            case ACCEPTED -> "accepted until " + entry.risk().until();
            case EXPIRED -> "**expired on " + entry.risk().until() + "**, counts again";
            case PATH_CHANGED ->
                "**the path is another one now** (" + entry.pathNow() + "), counts again";
            case NOT_FOUND -> "no longer found";
          };
      text.append("- Risk ").append(plain(entry.risk().name())).append(" (");
      text.append(plain(entry.risk().owner())).append("): ").append(what).append('\n');
    }
    if (!pipeline.risks().entries().isEmpty()) {
      text.append('\n');
    }
  }

  private void findings() {
    int told = 0;
    for (Finding finding : pipeline.findings()) {
      String one = finding(finding);
      if (text.length() + one.length() > LONGEST) {
        break;
      }
      text.append(one);
      told++;
    }
    long left = pipeline.all() - told;
    if (left > 0) {
      text.append("\n").append(left).append(" more do not hold; worst first above.\n");
    }
  }

  private String finding(Finding finding) {
    StringBuilder one = new StringBuilder("<details><summary>");
    one.append(finding.fresh() ? "<b>new</b> · " : "")
        .append(finding.accepted() ? "accepted · " : "");
    one.append("<b>").append(html(finding.title())).append("</b>: ");
    Integer depth = finding.verdict().depth();
    one.append(Sentence.outcome(finding.verdict().outcome())).append(", depth ");
    one.append(depth == null ? "not found" : depth.toString());
    one.append(" of ").append(finding.verdict().required());
    one.append("</summary>\n\n").append(plain(finding.message()));
    one.append(" Finding `").append(finding.id()).append("`.\n\n");
    Explanation.Path path = finding.path();
    if (path != null) {
      int number = 1;
      for (Explanation.Step step : path.steps()) {
        one.append(number++).append(". ").append(plain(step.title())).append(" [");
        one.append(plain(step.id())).append("] → ").append(plain(step.to())).append('\n');
        for (Evidence evidence : step.evidence()) {
          one.append("   - ").append(plain(evidence.object())).append(' ');
          one.append(plain(evidence.field())).append(": ").append(plain(evidence.value()));
          one.append(evidence.file() == null ? "" : " (" + plain(evidence.file()) + ")")
              .append('\n');
        }
      }
    }
    return one.append("\n</details>\n").toString();
  }

  private static String html(String text) {
    return VisibleText.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A name cannot become markup, a mention or a link: whoever wrote the objects chose it. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    String visible = html(text);
    for (int at = 0; at < visible.length(); at++) {
      char character = visible.charAt(at);
      if ("\\`*_{}[]()#|~!$".indexOf(character) >= 0) {
        plain.append('\\').append(character);
      } else if (character == '@') {
        plain.append("&#64;");
      } else if (character == '\n' || character == '\r') {
        plain.append(' ');
      } else {
        plain.append(character);
      }
    }
    // Addresses become links by themselves, those that begin with www. too.
    return WWW.matcher(plain.toString().replace("://", ":&#47;&#47;")).replaceAll("$1&#46;");
  }
}
