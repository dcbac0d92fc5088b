package dev.ringfence.report.terminal;

import java.io.PrintStream;

/**
 * One line that says what is going on, on standard error, only for a person at a terminal, and gone
 * when the work is done. Not thread-safe.
 */
public final class Progress implements AutoCloseable {

  /** A person notices a wait after about this long; redrawing more often helps nobody. */
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream stream;
  private final Terminal terminal;
  private final long started = System.nanoTime();
  private long drawn = started;
  private boolean visible;

  public Progress(PrintStream stream, Terminal terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  /** Starts a stage; nothing is drawn before the first tenth of a second has passed. */
  public void stage(String what) {
    draw(what);
  }

  /** So many of so many; total is 0 where nobody knows. */
  public void step(String what, long done, long total) {
    long now = System.nanoTime();
    if (!terminal.interactive() || now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    write(total > 0 ? what + " " + done + " of " + total : what + " " + done);
  }

  private void draw(String what) {
    long now = System.nanoTime();
    if (terminal.interactive() && (visible || now - started > REDRAW_NANOS)) {
      drawn = now;
      write(what);
    }
  }

  private void write(String text) {
    stream.print("\r\u001b[2K" + VisibleText.clip(text, Math.max(20, terminal.columns() - 1)));
    stream.flush();
    visible = true;
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (visible) {
      stream.print("\r\u001b[2K");
      stream.flush();
      visible = false;
    }
  }
}
