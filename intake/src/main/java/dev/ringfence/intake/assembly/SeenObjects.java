package dev.ringfence.intake.assembly;

import dev.ringfence.engine.cluster.Origin;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which objects were met, by 64-bit hashes of name and content: an open-addressing table of 24
 * bytes an object. With a million objects the odds of two names sharing a hash are one in 30
 * million.
 */
final class SeenObjects {

  private long[] keys = new long[1 << 12];
  private long[] contents = new long[1 << 12];
  private @Nullable Origin[] origins = new Origin[1 << 12];
  private int size;

  /** What is known of a name. */
  record Earlier(Origin origin, boolean same) {}

  /** Remembers an object; returns the earlier one of the name, if there was one. */
  @Nullable Earlier add(long key, long content, Origin origin) {
    if (2 * size > keys.length) {
      grow();
    }
    int slot = slot(key, keys.length - 1);
    Origin earlier = origins[slot];
    if (earlier != null) {
      return new Earlier(earlier, contents[slot] == content);
    }
    keys[slot] = key;
    contents[slot] = content;
    origins[slot] = origin;
    size++;
    return null;
  }

  private int slot(long key, int mask) {
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (origins[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldContents = contents;
    @Nullable Origin[] oldOrigins = origins;
    keys = new long[2 * oldKeys.length];
    contents = new long[keys.length];
    origins = Arrays.copyOf(new Origin[0], keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldOrigins[i] != null) {
        int slot = slot(oldKeys[i], keys.length - 1);
        keys[slot] = oldKeys[i];
        contents[slot] = oldContents[i];
        origins[slot] = oldOrigins[i];
      }
    }
  }
}
