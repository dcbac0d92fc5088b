package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ports of TCP, UDP and SCTP, as disjoint ascending intervals that do not touch. Equal sets are
 * equal objects by value.
 *
 * <p>A port is an int: {@code lane << 16 | port}, port 1 to 65535, where the lane is {@code family
 * * 3 + protocol}. Families have lanes of their own, because a rule over IPv4 addresses and one
 * over IPv6 addresses never let through the same packet; where only ports matter {@link
 * #anyFamily()} lays the two over each other. Port 0 is in no set, so intervals of two lanes never
 * touch.
 */
public final class PortSet {

  /** The protocols that a policy can name. */
  public enum Protocol {
    TCP,
    UDP,
    SCTP;

    /** The protocol of that name, or null: the API knows only these three. */
    public static @Nullable Protocol named(String name) {
      for (Protocol protocol : values()) {
        if (protocol.name().equals(name)) {
          return protocol;
        }
      }
      return null;
    }
  }

  /** Ports {@code from} to {@code to} of one protocol, both included. */
  public record Range(Protocol protocol, int from, int to) {}

  public static final int LAST_PORT = 65535;
  private static final int PROTOCOLS = 3;
  private static final int LANES = 2 * PROTOCOLS;

  public static final PortSet NONE = new PortSet(new int[0]);

  /** Every port of every protocol. */
  public static final PortSet ALL = all(0, LANES);

  /** Every port, IPv4 only. */
  static final PortSet ALL_IPV4 = all(0, PROTOCOLS);

  /** Every port, IPv6 only. */
  static final PortSet ALL_IPV6 = all(PROTOCOLS, LANES);

  private final int[] bounds;
  private final int hash;

  private PortSet(int[] bounds) {
    this.bounds = bounds;
    this.hash = Arrays.hashCode(bounds);
  }

  /** None and all are one object each, since most questions are about those. */
  private static PortSet of(int[] bounds, int size) {
    if (size == 0) {
      return NONE;
    }
    boolean all = size == ALL.bounds.length && Arrays.equals(bounds, 0, size, ALL.bounds, 0, size);
    return all ? ALL : new PortSet(Arrays.copyOf(bounds, size));
  }

  private static PortSet all(int fromLane, int toLane) {
    int[] bounds = new int[2 * (toLane - fromLane)];
    for (int lane = fromLane; lane < toLane; lane++) {
      bounds[2 * (lane - fromLane)] = lane << 16 | 1;
      bounds[2 * (lane - fromLane) + 1] = lane << 16 | LAST_PORT;
    }
    return new PortSet(bounds);
  }

  /** Ports {@code from} to {@code to} of a protocol, both included, clipped to 1–65535. */
  public static PortSet of(Protocol protocol, int from, int to) {
    int first = Math.max(1, from);
    int last = Math.min(LAST_PORT, to);
    if (first > last) {
      return NONE;
    }
    int lane = protocol.ordinal() << 16;
    int other = (protocol.ordinal() + PROTOCOLS) << 16;
    return new PortSet(new int[] {lane | first, lane | last, other | first, other | last});
  }

  public static PortSet of(Protocol protocol, int port) {
    return of(protocol, port, port);
  }

  /** Every port of a protocol. */
  public static PortSet of(Protocol protocol) {
    return of(protocol, 1, LAST_PORT);
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  @SuppressWarnings("ReferenceEquality") // there is one such object
  public boolean isAll() {
    return this == ALL;
  }

  public boolean contains(Protocol protocol, int port) {
    return !and(of(protocol, port)).isEmpty();
  }

  public boolean containsAll(PortSet other) {
    return and(other).equals(other);
  }

  public PortSet or(PortSet other) {
    if (isEmpty() || other.isAll()) {
      return other;
    }
    if (other.isEmpty() || isAll() || equals(other)) {
      return this;
    }
    int[] merged = new int[bounds.length + other.bounds.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < bounds.length || j < other.bounds.length) {
      boolean mine =
          j >= other.bounds.length || (i < bounds.length && bounds[i] <= other.bounds[j]);
      int from = mine ? bounds[i] : other.bounds[j];
      int to = mine ? bounds[i + 1] : other.bounds[j + 1];
      if (mine) {
        i += 2;
      } else {
        j += 2;
      }
      if (size > 0 && from <= merged[size - 1] + 1) {
        merged[size - 1] = Math.max(merged[size - 1], to);
      } else {
        merged[size++] = from;
        merged[size++] = to;
      }
    }
    return of(merged, size);
  }

  public PortSet and(PortSet other) {
    if (isEmpty() || isAll() || equals(other)) {
      return isAll() ? other : this;
    }
    if (other.isEmpty() || other.isAll()) {
      return other.isAll() ? this : other;
    }
    int[] common = new int[bounds.length + other.bounds.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < bounds.length && j < other.bounds.length) {
      int from = Math.max(bounds[i], other.bounds[j]);
      int to = Math.min(bounds[i + 1], other.bounds[j + 1]);
      if (from <= to) {
        common[size++] = from;
        common[size++] = to;
      }
      if (bounds[i + 1] < other.bounds[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return of(common, size);
  }

  /** The ports of this set that are not in the other. */
  public PortSet minus(PortSet other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    if (other.isAll()) {
      return NONE;
    }
    int[] left = new int[bounds.length + other.bounds.length];
    int size = 0;
    int j = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      int from = bounds[i];
      int to = bounds[i + 1];
      while (j < other.bounds.length && other.bounds[j + 1] < from) {
        j += 2;
      }
      int cut = j;
      while (cut < other.bounds.length && other.bounds[cut] <= to) {
        if (other.bounds[cut] > from) {
          left[size++] = from;
          left[size++] = other.bounds[cut] - 1;
        }
        from = other.bounds[cut + 1] + 1;
        cut += 2;
      }
      if (from <= to) {
        left[size++] = from;
        left[size++] = to;
      }
    }
    return of(left, size);
  }

  /** The ports open over IPv4 or IPv6, in both families' lanes. */
  public PortSet anyFamily() {
    int[] swapped = new int[bounds.length];
    int size = 0;
    int half = PROTOCOLS << 16;
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < bounds.length; i += 2) {
        boolean second = bounds[i] >= half;
        if (second == (pass == 0)) {
          int shift = second ? -half : half;
          swapped[size++] = bounds[i] + shift;
          swapped[size++] = bounds[i + 1] + shift;
        }
      }
    }
    return or(of(swapped, size));
  }

  /** The intervals, whichever the family, by protocol and port. */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    int[] both = anyFamily().bounds;
    for (int i = 0; i < both.length && both[i] >> 16 < PROTOCOLS; i += 2) {
      ranges.add(
          new Range(
              Protocol.values()[both[i] >> 16], both[i] & LAST_PORT, both[i + 1] & LAST_PORT));
    }
    return ranges;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof PortSet that
            && hash == that.hash
            && Arrays.equals(bounds, that.bounds));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** For people: {@code all ports}, or {@code TCP 80, TCP 8000-8010, UDP all}. */
  @Override
  public String toString() {
    if (anyFamily().isAll()) {
      return "all ports";
    }
    StringBuilder text = new StringBuilder();
    for (Range range : ranges()) {
      text.append(text.isEmpty() ? "" : ", ").append(range.protocol()).append(' ');
      if (range.from() == 1 && range.to() == LAST_PORT) {
        text.append("all");
      } else {
        text.append(range.from());
        if (range.to() > range.from()) {
          text.append('-').append(range.to());
        }
      }
    }
    return text.isEmpty() ? "no ports" : text.toString();
  }
}
