package dev.ringfence.cli;

import dev.ringfence.report.terminal.VisibleText;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Standard error. A message holds names of whoever wrote the objects: a line that is printed stays
 * one line with nothing in it that acts on a terminal, or on a build that reads its own log for
 * commands.
 */
final class VisibleErrors extends PrintWriter {

  VisibleErrors(PrintWriter behind) {
    super(behind, true);
  }

  @Override
  public void println(@Nullable String line) {
    super.println(VisibleText.of(String.valueOf(line)));
  }

  /** What a trace is printed by: its lines stay lines. */
  @Override
  public void println(@Nullable Object traced) {
    for (String line : String.valueOf(traced).split("\n", -1)) {
      int text = line.startsWith("\t") ? 1 : 0;
      super.println(line.substring(0, text) + VisibleText.of(line.substring(text)));
    }
  }
}
