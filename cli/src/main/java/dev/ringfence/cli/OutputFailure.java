package dev.ringfence.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output could not be written: the disk is full, or the reader went away. */
final class OutputFailure extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  OutputFailure(IOException cause) {
    super(cause);
  }
}
