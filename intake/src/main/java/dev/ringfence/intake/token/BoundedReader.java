package dev.ringfence.intake.token;

import dev.ringfence.engine.document.DocumentPosition;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Refuses to feed the YAML scanner a text without end, which it would gather in memory: so many
 * characters at most between two {@link #restart}s.
 */
final class BoundedReader extends FilterReader {

  private long sinceRestart;

  BoundedReader(Reader reader) {
    super(reader);
  }

  void restart() {
    sinceRestart = 0;
  }

  @Override
  public int read(char[] buffer, int start, int length) throws IOException {
    int count = super.read(buffer, start, length);
    sinceRestart += Math.max(count, 0);
    if (sinceRestart > Limits.TEXT_CHARACTERS) {
      throw MalformedException.beyond(
          "holds one text of more than " + (Limits.TEXT_CHARACTERS >> 20) + " MiB",
          DocumentPosition.UNKNOWN);
    }
    return count;
  }
}
