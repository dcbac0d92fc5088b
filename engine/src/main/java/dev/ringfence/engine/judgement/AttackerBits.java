package dev.ringfence.engine.judgement;

/** Sets of attackers, a bit for each tenant's id; bits beyond the last tenant are never set. */
final class AttackerBits {

  private AttackerBits() {}

  static long[] nobody(int tenants) {
    return new long[(tenants + 63) / 64];
  }

  static long[] everybody(int tenants) {
    long[] bits = nobody(tenants);
    for (int tenant = 0; tenant < tenants; tenant++) {
      add(bits, tenant);
    }
    return bits;
  }

  static void add(long[] bits, int tenant) {
    bits[tenant >>> 6] |= 1L << tenant;
  }

  static void remove(long[] bits, int tenant) {
    bits[tenant >>> 6] &= ~(1L << tenant);
  }

  static boolean contains(long[] bits, int tenant) {
    return (bits[tenant >>> 6] >>> tenant & 1) != 0;
  }

  static long[] without(long[] bits, long[] others) {
    long[] rest = bits.clone();
    for (int word = 0; word < rest.length; word++) {
      rest[word] &= ~others[word];
    }
    return rest;
  }
}
