package dev.ringfence.report.assumption;

import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;

/** The answer of {@code assumptions} for people. */
public final class AssumptionText {

  private static final int TOLD = 3;

  private AssumptionText() {}

  public static void write(AssumptionEffects effects, Appendable out) throws IOException {
    out.append(VisibleText.of(effects.source())).append(": ");
    out.append(Integer.toString(effects.effects().size()));
    out.append(" assumptions that nobody has stated; for each, what changes was proved\n");
    int idle = 0;
    for (AssumptionEffects.Effect effect : effects.effects()) {
      if (effect.closes() == 0 && effect.opens() == 0) {
        idle++;
        continue;
      }
      out.append('\n').append(VisibleText.of(effect.assumption().id()));
      out.append(": if it alone is false, ").append(count(effect.closes(), "better"));
      out.append(" (").append(Long.toString(holding(effect))).append(" then hold); if it alone is");
      out.append(" as bad as feared, ").append(count(effect.opens(), "worse")).append("\n  ");
      out.append(VisibleText.of(effect.assumption().question())).append('\n');
      List<Changes.Change> changes =
          effect.closes() > 0 ? effect.changes().closed() : effect.alone().opened();
      int told = Math.min(TOLD, changes.size());
      for (Changes.Change change : changes.subList(0, told)) {
        out.append("  - ").append(VisibleText.of(change.key().from())).append(" → ");
        out.append(VisibleText.of(change.key().to())).append(' ').append(change.key().stake());
        out.append('\n');
      }
      if (changes.size() > told) {
        out.append("  and ").append(Integer.toString(changes.size() - told)).append(" more\n");
      }
      out.append("  try it: --assume ").append(VisibleText.of(effect.assumption().id()));
      out.append("=VALUE, with any value but \"");
      out.append(VisibleText.of(effect.assumption().value())).append("\"\n");
    }
    if (idle > 0) {
      out.append('\n').append(Integer.toString(idle));
      out.append(" more change no verdict either way: -o json lists them\n");
    }
  }

  private static String count(int verdicts, String how) {
    return verdicts + (verdicts == 1 ? " verdict is " : " verdicts are ") + how;
  }

  private static long holding(AssumptionEffects.Effect effect) {
    return effect.changes().closed().stream()
        .filter(change -> change.now().outcome() == Verdict.Outcome.HOLDS)
        .count();
  }
}
