package dev.ringfence.cli;

import com.fasterxml.jackson.core.JacksonException;
import dev.ringfence.intake.source.FileSource;
import dev.ringfence.report.change.EarlierProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** What a proof is compared with: an earlier answer of {@code prove -o json}, or another source. */
final class Baseline {

  /** An answer says what it is in its first fields. */
  private static final int LOOKED_AT = 200;

  private Baseline() {}

  /** Tells a slip of the pen before everything is proved. */
  static void check(String baseline) {
    if (!baseline.equals("-")) {
      FileSource.checkThere(Path.of(baseline));
    }
  }

  static EarlierProof read(String baseline, SourceArguments arguments, CommandLine command) {
    try {
      if (isProof(baseline)) {
        try (InputStream in = Files.newInputStream(Path.of(baseline))) {
          return EarlierProof.read(in, baseline);
        }
      }
    } catch (JacksonException malformed) {
      throw new UsageException(
          baseline
              + " is no whole answer of prove -o json: it is cut off or"
              + " malformed ("
              + malformed.getOriginalMessage()
              + ").");
    } catch (IOException problem) {
      throw new UsageException(
          baseline + " cannot be used as a baseline: " + WholeFile.reason(problem) + ".");
    }
    return EarlierProof.of(Inquiry.prove(arguments.forSource(baseline), command), baseline);
  }

  private static boolean isProof(String baseline) throws IOException {
    if (baseline.equals("-") || !Files.isRegularFile(Path.of(baseline))) {
      return false;
    }
    try (InputStream in = Files.newInputStream(Path.of(baseline))) {
      String start = new String(in.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
      return start.stripLeading().startsWith("{")
          && start.contains("\"ringfence.dev/")
          && start.contains("\"Proof\"");
    }
  }
}
