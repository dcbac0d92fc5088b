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
   * The format of what the stream starts with. Large files that start as JSON are read as JSON
   * whatever they are called, for dumps end up in files of any name; small YAML files are read as
   * YAML even then, since nearly every JSON text is YAML and flow mappings are no JSON.
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
    return startsAsJson(start) ? JSON : YAML;
  }

  /** A brace and then a quote or the closing brace; or a bracket and then one of those. */
  private static boolean startsAsJson(byte[] start) {
    int opened = 0;
    for (byte b : start) {
      boolean blank = b == ' ' || b == '\n' || b == '\r' || b == '\t';
      boolean byteOrderMark = (b & 0xff) >= 0xbb;
      if (blank || byteOrderMark) {
        continue;
      }
      if (opened == '{') {
        return b == '"' || b == '}';
      }
      if (b == '{' || (b == '[' && opened == 0)) {
        opened = b;
      } else {
        return opened == '[' && (b == '"' || b == ']' || b == '[');
      }
    }
    return false;
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
