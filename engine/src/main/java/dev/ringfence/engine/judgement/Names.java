package dev.ringfence.engine.judgement;

import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Stake;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Boundaries of a set by name, in a stable order, and the stable ids made of them. */
final class Names {

  private Names() {}

  static List<Boundary> boundaries(List<Boundary> byId, FailureSet set) {
    List<Boundary> boundaries = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      boundaries.add(byId.get(set.boundary(i)));
    }
    boundaries.sort(null);
    return boundaries;
  }

  /**
   * 16 hexadecimal digits of the 64-bit FNV-1a hash of from, to, stake and boundaries, each ended
   * by a zero byte: stable across runs and versions as long as the names are.
   */
  static String findingId(String from, String to, Stake stake, List<Boundary> boundaries) {
    long hash = 0xcbf29ce484222325L;
    hash = add(hash, from);
    hash = add(hash, to);
    hash = add(hash, stake.word());
    for (Boundary boundary : boundaries) {
      hash = add(hash, boundary.toString());
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (byte octet : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      sum = (sum ^ (octet & 0xff)) * 0x100000001b3L;
    }
    return sum * 0x100000001b3L;
  }
}
