package dev.ringfence.report.table;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.SearchBound;
import dev.ringfence.report.finding.SearchBoundText;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.VisibleText;
import dev.ringfence.report.terminal.Wrapped;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Which pairs the maximum depth concerns, and what is known of them. */
final class BoundSection {

  private static final int NAMED = 3;

  private final ProofAnswers answers;
  private final TableOptions options;
  private final Ink ink;

  BoundSection(ProofAnswers answers, TableOptions options, Ink ink) {
    this.answers = answers;
    this.options = options;
    this.ink = ink;
  }

  void write(Appendable out, SearchBound bound) throws IOException {
    if (bound.verdicts() == 0) {
      return;
    }
    out.append('\n').append(ink.strong("Where the search stopped")).append('\n');
    String symbol = bound.undecidedVerdicts() > 0 ? ink.symbol(Verdict.Outcome.UNDECIDED) : " ";
    line(out, symbol + " " + SearchBoundText.of(bound, answers.maximumDepth()));
    List<SearchBound.Stopped> stopped = bound.stopped();
    int shown = Math.min(stopped.size(), options.maximumRows());
    for (SearchBound.Stopped one : stopped.subList(0, shown)) {
      line(out, "  " + words(one));
    }
    if (shown < stopped.size()) {
      line(out, "  and " + (stopped.size() - shown) + " more groups: -o json lists every pair");
    }
  }

  private String words(SearchBound.Stopped one) {
    StringBuilder words = new StringBuilder();
    words.append(name(one.from())).append(' ').append(ink.arrow()).append(' ');
    int named = Math.min(NAMED, one.to().size());
    for (int at = 0; at < named; at++) {
      words.append(at == 0 ? "" : ", ").append(name(one.to().get(at)));
    }
    if (named < one.to().size()) {
      words.append(" and ").append(one.to().size() - named).append(" more");
    }
    words.append(": ");
    words.append(one.stakes().stream().map(Stake::word).collect(Collectors.joining(", ")));
    return words.append(one.undecided() ? " (undecided)" : "").toString();
  }

  private String name(int tenant) {
    return VisibleText.of(answers.tenancy().tenant(tenant).name());
  }

  private void line(Appendable out, String text) throws IOException {
    out.append(Wrapped.text(text, Math.max(60, options.terminal().columns()), 4)).append('\n');
  }
}
