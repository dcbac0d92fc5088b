package dev.ringfence.intake.source;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be read from its beginning, a second time too where that is possible.
 *
 * @param name as the user would open it
 * @param format what the name promises, or null
 */
record Reopenable(String name, @Nullable Format format, Opening opening) {

  /** Opens a stream from the beginning. */
  interface Opening {
    InputStream open() throws IOException;
  }
}
