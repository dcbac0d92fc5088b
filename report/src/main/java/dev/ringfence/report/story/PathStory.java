package dev.ringfence.report.story;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.change.PathFingerprint;
import dev.ringfence.report.finding.Sentence;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.VisibleText;
import dev.ringfence.report.terminal.Wrapped;
import java.io.IOException;
import java.util.List;

/** One way as a story: what the attacker has, then what it does, with what to look at. */
final class PathStory {

  private final Appendable out;
  private final Ink ink;
  private final int columns;
  private final Cluster cluster;

  PathStory(Appendable out, Ink ink, int columns, Cluster cluster) {
    this.cluster = cluster;
    this.out = out;
    this.ink = ink;
    this.columns = columns;
  }

  /** Continues a line that says which way it is. */
  void write(Explanation.Path path) throws IOException {
    out.append(Sentence.set(path.boundaries()));
    out.append(
            ink.quiet(
                ink.separator()
                    + VisibleText.of(path.findingId())
                    + " path "
                    + PathFingerprint.of(path)))
        .append('\n');
    for (String assumption : path.assumptions()) {
      line("  ? only if " + VisibleText.of(assumption) + " is as bad as feared", 4);
    }
    for (String fact : path.start()) {
      line("  From the start: " + VisibleText.of(fact) + ".", 4);
    }
    for (int at = 0; at < path.steps().size(); at++) {
      writeStep(at + 1, path.steps().get(at));
    }
  }

  private void writeStep(int number, Explanation.Step step) throws IOException {
    String numbered = "  " + number + ". ";
    int indent = numbered.length();
    String title =
        numbered + VisibleText.of(step.title()) + "  [" + VisibleText.of(step.id()) + "]";
    line(title, indent);
    String inset = VisibleText.spaces(indent);
    if (!step.breaks().isEmpty()) {
      String broken = inset + "if it breaks: " + names(step.breaks());
      out.append(ink.of(Verdict.Outcome.UNDECIDED, wrapped(broken, indent + 2))).append('\n');
    }
    if (step.from().size() > 1) {
      line(inset + "needs:  " + visible(step.from()), indent + 8);
    }
    line(inset + ink.arrow() + " " + VisibleText.of(step.to()), indent + 2);
    for (Evidence evidence : step.evidence()) {
      writeEvidence(evidence, inset);
    }
  }

  private void writeEvidence(Evidence evidence, String inset) throws IOException {
    int indent = inset.length() + 4;
    String look =
        inset
            + "  "
            + VisibleText.of(evidence.object())
            + "  "
            + VisibleText.of(evidence.field())
            + ": "
            + VisibleText.of(evidence.value());
    line(look, indent);
    String file = evidence.file();
    if (file != null) {
      String where = VisibleText.of(file) + ", document " + (evidence.document() + 1);
      quiet(inset + "  " + where, indent);
    }
    String command = KubectlCommand.of(evidence, cluster);
    if (!command.isEmpty()) {
      // A command is pasted, so it is never broken into lines.
      out.append(ink.quiet(inset + "  $ " + command)).append('\n');
    }
  }

  static String names(List<Boundary> boundaries) {
    StringBuilder names = new StringBuilder();
    for (Boundary boundary : boundaries) {
      names.append(names.isEmpty() ? "" : " and ").append(Sentence.name(boundary));
    }
    return names.toString();
  }

  private static String visible(List<String> facts) {
    StringBuilder joined = new StringBuilder();
    for (String fact : facts) {
      joined.append(joined.isEmpty() ? "" : "; ").append(VisibleText.of(fact));
    }
    return joined.toString();
  }

  private void quiet(String text, int indent) throws IOException {
    out.append(ink.quiet(wrapped(text, indent))).append('\n');
  }

  private void line(String text, int indent) throws IOException {
    out.append(wrapped(text, indent)).append('\n');
  }

  private String wrapped(String text, int indent) {
    return Wrapped.text(text, columns, indent);
  }
}
