package dev.ringfence.report.table;

import dev.ringfence.report.finding.Reason;
import dev.ringfence.report.terminal.Terminal;

/**
 * How a table is shown.
 *
 * @param maximumRows how many rows of pairs, and of assumptions, at most; what is left out is
 *     counted
 * @param matrix whether the whole matrix follows, a grid for each stake
 */
public record TableOptions(
    String source, Terminal terminal, int maximumRows, boolean matrix, Reason reason) {

  /** What fits on a screen. */
  public static TableOptions of(String source, Terminal terminal) {
    return new TableOptions(source, terminal, 12, false, Reason.NONE);
  }

  public TableOptions withReason(Reason reason) {
    return new TableOptions(source, terminal, maximumRows, matrix, reason);
  }

  public TableOptions withMatrix() {
    return new TableOptions(source, terminal, maximumRows, true, reason);
  }

  public TableOptions withMaximumRows(int maximumRows) {
    return new TableOptions(source, terminal, maximumRows, matrix, reason);
  }
}
