package dev.ringfence.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Tells a reader that went away from a disk that is full. */
final class OutputClosed {

  private OutputClosed() {}

  static boolean is(UncheckedIOException problem) {
    IOException cause = problem.getCause();
    String message = cause == null ? null : cause.getMessage();
    return message != null && message.contains("Broken pipe");
  }
}
