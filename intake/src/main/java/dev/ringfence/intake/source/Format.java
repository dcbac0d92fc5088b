package dev.ringfence.intake.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the bytes of a file are to be read. */
enum Format {
  JSON,
  YAML,
  TAR,
  GZIP,
  ZIP;

  /** So many bytes are looked at: a tar header's magic stands at 257. */
  private static final int LOOKED_AT = 4096;

  /** The format that the name promises, or null where it promises none that is read. */
  static @Nullable Format byName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".json")) {
      return JSON;
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return YAML;
    }
    if (lower.endsWith(".tgz") || lower.endsWith(".gz")) {
      return GZIP;
    }
    if (lower.endsWith(".tar")) {
      return TAR;
    }
    return lower.endsWith(".zip") ? ZIP : null;
  }

  /**
   * The format of what the stream starts with. Text that starts with a brace or a bracket is JSON,
   * as kubectl has it too; small YAML files are read as YAML even then, since every JSON text is
   * YAML and flow mappings are no JSON.
   */
  static Format byContent(BufferedInputStream stream, @Nullable Format byName) throws IOException {
    stream.mark(LOOKED_AT);
    byte[] start = stream.readNBytes(LOOKED_AT);
    stream.reset();
    if (starts(start, 0, 0x1f, 0x8b)) {
      return GZIP;
    }
    if (starts(start, 0, 'P', 'K', 3, 4)) {
      return ZIP;
    }
    if (starts(start, 257, 'u', 's', 't', 'a', 'r')) {
      return TAR;
    }
    if (byName == JSON) {
      return JSON;
    }
    boolean small = start.length < LOOKED_AT;
    if (byName == YAML && small) {
      return YAML;
    }
    for (byte b : start) {
      boolean blank = b == ' ' || b == '\n' || b == '\r' || b == '\t';
      boolean mark = (b & 0xff) >= 0xbb;
      if (!blank && !mark) {
        return b == '{' || b == '[' ? JSON : YAML;
      }
    }
    return YAML;
  }

  private static boolean starts(byte[] bytes, int offset, int... wanted) {
    if (bytes.length < offset + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if ((bytes[offset + i] & 0xff) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
