package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * 16 hexadecimal digits of the SHA-256 of a path: its steps in order, each with its conclusion and
 * the objects, fields and values that make it possible. Files and lines are left out, so that
 * moving an object changes nothing.
 */
public final class PathFingerprint {

  private PathFingerprint() {}

  public static String of(Explanation.Path path) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Explanation.Step step : path.steps()) {
        add(digest, step.id());
        add(digest, step.to());
        for (Evidence evidence : step.evidence()) {
          add(digest, evidence.object());
          add(digest, evidence.field());
          add(digest, evidence.value());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
