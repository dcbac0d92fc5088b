package dev.ringfence.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Standard output whose errors are not swallowed: {@link java.io.PrintStream} only remembers that
 * there was one, not which, and a full disk is an error while a closed pipe is not: {@code prove |
 * head} ends as {@code prove} does, because 0 would say that everything holds.
 */
final class StandardOutput {

  private StandardOutput() {}

  /** Writes bytes. */
  interface Bytes {
    void to(OutputStream out) throws IOException;
  }

  /** Writes text. */
  interface Text {
    void to(Writer out) throws IOException;
  }

  @SuppressWarnings("resource") // standard output stays open; it is flushed
  static void bytes(Bytes writing) {
    try {
      OutputStream out =
          new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
      writing.to(out);
      out.flush();
    } catch (IOException problem) {
      unlessClosed(new OutputFailure(problem));
    } catch (UncheckedIOException problem) {
      unlessClosed(problem);
    }
  }

  /** Where nobody listens any more, nothing is said; what is done, and how it ends, is the same. */
  private static void unlessClosed(UncheckedIOException problem) {
    if (!OutputClosed.is(problem)) {
      throw problem;
    }
  }

  static void text(Text writing) {
    bytes(
        out -> {
          Writer writer = new OutputStreamWriter(out, encoding());
          writing.to(writer);
          writer.flush();
        });
  }

  /** Text whose encoding its format says, whatever the terminal's is. */
  static void utf8(Text writing) {
    bytes(
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          writing.to(writer);
          writer.flush();
        });
  }

  private static Charset encoding() {
    String name = System.getProperty("stdout.encoding");
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
