package dev.ringfence.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output could not be written: the disk is full, or the reader went away. */
final class OutputFailure extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  OutputFailure(IOException cause) {
    super(cause);
    reason = String.valueOf(cause.getMessage());
  }

  String reason() {
    return reason;
  }
}
