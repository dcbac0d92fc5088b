package dev.ringfence.report.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What can be shown on one of the standard streams.
 *
 * @param interactive whether a person's terminal is at the other end
 * @param columns how wide a line may be
 * @param colours whether colours may be used; never the only signal
 * @param unicode whether characters beyond ASCII arrive
 */
public record Terminal(boolean interactive, int columns, boolean colours, boolean unicode) {

  private static final int COLUMNS_OF_A_FILE = 120;
  private static final int COLUMNS_UNKNOWN = 80;

  /** What a file or a pipe can show. */
  public static Terminal plain() {
    return new Terminal(false, COLUMNS_OF_A_FILE, false, true);
  }

  /** The terminal behind standard output. */
  public static Terminal ofStandardOutput(Map<String, String> environment) {
    return of(1, System.getProperty("stdout.encoding"), environment);
  }

  /** The terminal behind standard error. */
  public static Terminal ofStandardError(Map<String, String> environment) {
    return of(2, System.getProperty("stderr.encoding"), environment);
  }

  private static Terminal of(
      int stream, @Nullable String encoding, Map<String, String> environment) {
    boolean interactive = isTerminal(stream);
    return of(
        interactive, encoding, environment, interactive ? columns(environment) : COLUMNS_OF_A_FILE);
  }

  static Terminal of(
      boolean interactive,
      @Nullable String encoding,
      Map<String, String> environment,
      int columns) {
    // https://no-color.org: present and not empty, whatever its value.
    boolean colours =
        interactive
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    boolean unicode = encoding == null || encoding.regionMatches(true, 0, "UTF", 0, 3);
    return new Terminal(interactive, columns, colours, unicode);
  }

  /**
   * Linux tells by the link of the open file, at no cost. Elsewhere the console knows, though only
   * for input and output together.
   */
  private static boolean isTerminal(int stream) {
    Path link = Path.of("/proc/self/fd/" + stream);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return Objects.requireNonNull(System.console()).isTerminal();
    }
  }

  private static int columns(Map<String, String> environment) {
    int stated = number(environment.getOrDefault("COLUMNS", ""));
    return stated > 0 ? stated : askTerminal();
  }

  /** Asks {@code stty} for "rows columns"; only ever run for a person at a terminal. */
  private static int askTerminal() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        process.destroy();
        return COLUMNS_UNKNOWN;
      }
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      int columns = number(answer.substring(answer.indexOf(' ') + 1));
      return columns > 0 ? columns : COLUMNS_UNKNOWN;
    } catch (IOException noStty) {
      return COLUMNS_UNKNOWN;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return COLUMNS_UNKNOWN;
    }
  }

  /** The number, or -1; without exceptions, since an odd environment is no error. */
  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 5) {
      return -1;
    }
    int number = 0;
    for (int at = 0; at < digits.length(); at++) {
      char digit = digits.charAt(at);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number;
  }
}
