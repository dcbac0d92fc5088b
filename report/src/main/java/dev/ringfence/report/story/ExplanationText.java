package dev.ringfence.report.story;

import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Sentence;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.reference.ReferencePages;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import dev.ringfence.report.terminal.Wrapped;
import java.io.IOException;
import java.util.List;

/** The answer of {@code explain} for people: for each stake the verdict and every way to it. */
public final class ExplanationText {

  private final ProofAnswers answers;
  private final Appendable out;
  private final Ink ink;
  private final int columns;
  private final PathStory story;

  private ExplanationText(ProofAnswers answers, Appendable out, Terminal terminal) {
    this.answers = answers;
    this.out = out;
    this.ink = Ink.of(terminal);
    this.columns = Math.max(60, terminal.columns());
    this.story = new PathStory(out, ink, columns, answers.cluster());
  }

  /**
   * Writes the stakes that were asked for, in their order.
   *
   * @param from the attacker, by its id in the tenancy
   * @param to the victim
   */
  public static void write(
      ProofAnswers answers, int from, int to, List<Stake> stakes, Appendable out, Terminal terminal)
      throws IOException {
    ExplanationText text = new ExplanationText(answers, out, terminal);
    for (String remark : answers.remarks()) {
      text.line("! " + VisibleText.of(remark));
    }
    for (Stake stake : stakes) {
      text.writeStake(from, to, stake);
    }
    String pages = "Each step has a page: docs/" + ReferencePages.step("ID");
    out.append(text.ink.quiet("\n" + pages + "; what a stake is, docs/reading-a-proof.md says"));
    out.append('\n');
  }

  private void writeStake(int from, int to, Stake stake) throws IOException {
    Verdict verdict = answers.verdict(from, to, stake);
    Explanation explanation = answers.explain(from, to, stake);
    writeVerdict(verdict);
    List<Explanation.Path> sets = explanation.failureSets();
    for (int at = 0; at < sets.size(); at++) {
      out.append('\n');
      out.append(ink.strong("Way " + (at + 1) + " of " + sets.size())).append(ink.separator());
      story.write(sets.get(at));
    }
    List<Explanation.Path> published = explanation.byPublication();
    for (int at = 0; at < published.size(); at++) {
      out.append('\n');
      out.append(ink.strong("By publication " + (at + 1) + " of " + published.size()));
      out.append(", not counted").append(ink.separator());
      story.write(published.get(at));
    }
    writeGained(explanation);
    writeBlocked(explanation);
    out.append('\n');
  }

  private void writeVerdict(Verdict verdict) throws IOException {
    String from = VisibleText.of(answers.tenancy().tenant(verdict.from()).name());
    String to = VisibleText.of(answers.tenancy().tenant(verdict.to()).name());
    boolean asked = Totals.Count.of(verdict) != Totals.Count.NOT_REQUIRED;
    String symbol = asked ? ink.symbol(verdict.outcome()) : ink.noRequirement();
    String outcome = asked ? Sentence.outcome(verdict.outcome()) : "nothing is required";
    out.append(ink.strong(from + " " + ink.arrow() + " " + to + ink.separator()));
    out.append(ink.strong(verdict.stake().word())).append(ink.separator());
    out.append(asked ? ink.of(verdict.outcome(), symbol + " " + outcome) : symbol + " " + outcome);
    out.append('\n');
    StringBuilder sentence = new StringBuilder("  ");
    Integer depth = verdict.depth();
    sentence.append(
        depth == null ? "depth greater than " + answers.maximumDepth() : "depth " + depth);
    sentence.append(", required ").append(verdict.required()).append(": ");
    sentence.append(Sentence.why(verdict, answers.maximumDepth()));
    String restsOn = Sentence.restsOn(verdict);
    if (verdict.outcome() == Verdict.Outcome.UNDECIDED && !restsOn.isEmpty()) {
      Integer otherwise = verdict.depthIfRefuted();
      sentence.append(", ").append(restsOn).append("; otherwise ");
      sentence.append(
          otherwise == null ? "greater than " + answers.maximumDepth() : "depth " + otherwise);
    }
    line(sentence.toString());
    for (Verdict.ResourceDepth resource : verdict.resources()) {
      Integer byResource = resource.depth();
      line(
          "  by "
              + VisibleText.of(resource.resource())
              + ": depth "
              + (byResource == null
                  ? "greater than " + answers.maximumDepth()
                  : byResource.toString()));
    }
  }

  private void writeGained(Explanation explanation) throws IOException {
    if (explanation.gained().isEmpty()) {
      return;
    }
    out.append('\n').append(ink.strong("What it can get")).append('\n');
    for (String fact : explanation.gained()) {
      line("  " + ink.noRequirement() + " " + VisibleText.of(fact));
    }
  }

  private void writeBlocked(Explanation explanation) throws IOException {
    if (explanation.blocked().isEmpty()) {
      return;
    }
    out.append('\n').append(ink.strong("Why it stops there")).append('\n');
    for (Explanation.Blocked blocked : explanation.blocked()) {
      line(
          "  "
              + PathStory.names(blocked.boundaries())
              + (blocked.boundaries().size() == 1 ? " stands" : " stand")
              + " before: "
              + VisibleText.of(blocked.before())
              + " (to "
              + VisibleText.of(blocked.title())
              + ", "
              + VisibleText.of(blocked.stepId())
              + ")");
    }
  }

  private void line(String text) throws IOException {
    out.append(Wrapped.text(text, columns, 4)).append('\n');
  }
}
