package dev.ringfence.engine.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of IP addresses, as ascending ranges that do not touch. IPv6 addresses are numbered as they
 * are, IPv4 addresses from 2<sup>128</sup> on, so that one axis holds both and the families never
 * mix.
 */
public final class AddressRanges {

  private record Range(BigInteger first, BigInteger last) {}

  private static final BigInteger IPV4_BASE = BigInteger.ONE.shiftLeft(128);

  /** Where the families begin on the axis, and where it ends. */
  static final BigInteger FIRST_IPV6 = BigInteger.ZERO;

  static final BigInteger FIRST_IPV4 = IPV4_BASE;
  static final BigInteger END = IPV4_BASE.add(BigInteger.ONE.shiftLeft(32));

  /** By family, IPv4 first, and then by the first address; for sets that are not empty. */
  public static final Comparator<AddressRanges> BY_FIRST_ADDRESS =
      Comparator.comparing((AddressRanges set) -> !set.hasIpv4())
          .thenComparing(AddressRanges::first);

  static final AddressRanges NONE = new AddressRanges(List.of());
  static final AddressRanges ALL_IPV4 = cidrOrThrow("0.0.0.0/0");
  static final AddressRanges ALL_IPV6 = cidrOrThrow("::/0");

  private final List<Range> ranges;

  private AddressRanges(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  private static AddressRanges cidrOrThrow(String cidr) {
    AddressRanges parsed = cidr(cidr);
    if (parsed == null) {
      throw new IllegalArgumentException(cidr);
    }
    return parsed;
  }

  /** An address as a range in words, for fields that take no bare one. */
  public static String single(String address) {
    return address + (address.indexOf(':') < 0 ? "/32" : "/128");
  }

  /** The addresses of {@code 10.0.0.0/8} or of a bare address; null where it is neither. */
  public static @Nullable AddressRanges cidr(String text) {
    int slash = text.indexOf('/');
    BigInteger address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    boolean ipv4 = text.indexOf(':') < 0;
    int width = ipv4 ? 32 : 128;
    int length = width;
    if (slash >= 0) {
      String digits = text.substring(slash + 1);
      if (!digits.matches("[0-9]{1,3}")) {
        return null;
      }
      length = Integer.parseInt(digits);
      if (length > width) {
        return null;
      }
    }
    BigInteger size = BigInteger.ONE.shiftLeft(width - length);
    BigInteger first = address.subtract(address.mod(size));
    BigInteger base = ipv4 ? IPV4_BASE : BigInteger.ZERO;
    return new AddressRanges(
        List.of(new Range(first.add(base), first.add(base).add(size).subtract(BigInteger.ONE))));
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  AddressRanges or(AddressRanges other) {
    return other.ranges.isEmpty() ? this : union(List.of(this, other));
  }

  /** All of them together: one sort, however many there are. */
  public static AddressRanges union(List<AddressRanges> sets) {
    List<Range> sorted = new ArrayList<>();
    sets.forEach(set -> sorted.addAll(set.ranges));
    sorted.sort(Comparator.comparing(Range::first));
    List<Range> merged = new ArrayList<>();
    for (Range range : sorted) {
      Range before = merged.isEmpty() ? null : merged.getLast();
      if (before != null && continues(before, range)) {
        merged.set(merged.size() - 1, new Range(before.first(), before.last().max(range.last())));
      } else {
        merged.add(range);
      }
    }
    return new AddressRanges(merged);
  }

  /** Whether the next range overlaps or touches; the last IPv6 address touches no IPv4 one. */
  private static boolean continues(Range before, Range next) {
    return next.first().compareTo(before.last()) <= 0
        || (next.first().equals(before.last().add(BigInteger.ONE))
            && !next.first().equals(IPV4_BASE));
  }

  public AddressRanges and(AddressRanges other) {
    List<Range> common = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < ranges.size() && j < other.ranges.size()) {
      Range mine = ranges.get(i);
      Range theirs = other.ranges.get(j);
      BigInteger first = mine.first().max(theirs.first());
      BigInteger last = mine.last().min(theirs.last());
      if (first.compareTo(last) <= 0) {
        common.add(new Range(first, last));
      }
      if (mine.last().compareTo(theirs.last()) < 0) {
        i++;
      } else {
        j++;
      }
    }
    return new AddressRanges(common);
  }

  AddressRanges minus(AddressRanges other) {
    List<Range> left = new ArrayList<>(ranges);
    for (Range cut : other.ranges) {
      List<Range> next = new ArrayList<>();
      for (Range range : left) {
        if (cut.last().compareTo(range.first()) < 0 || cut.first().compareTo(range.last()) > 0) {
          next.add(range);
          continue;
        }
        if (range.first().compareTo(cut.first()) < 0) {
          next.add(new Range(range.first(), cut.first().subtract(BigInteger.ONE)));
        }
        if (range.last().compareTo(cut.last()) > 0) {
          next.add(new Range(cut.last().add(BigInteger.ONE), range.last()));
        }
      }
      left = next;
    }
    return new AddressRanges(left);
  }

  public boolean intersects(AddressRanges other) {
    return !and(other).isEmpty();
  }

  public boolean containsAll(AddressRanges other) {
    for (Range range : other.ranges) {
      if (!contains(range)) {
        return false;
      }
    }
    return true;
  }

  /** Ranges do not touch, so a range is in the set only if it is in one of its ranges. */
  private boolean contains(Range range) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range candidate = ranges.get(middle);
      if (candidate.first().compareTo(range.first()) > 0) {
        high = middle - 1;
      } else if (candidate.last().compareTo(range.first()) < 0) {
        low = middle + 1;
      } else {
        return candidate.last().compareTo(range.last()) >= 0;
      }
    }
    return false;
  }

  /** The fewest CIDRs that hold exactly these addresses, IPv4 first, ascending. */
  public List<String> cidrs() {
    List<String> ipv4 = new ArrayList<>();
    List<String> ipv6 = new ArrayList<>();
    for (Range range : ranges) {
      boolean four = range.first().compareTo(IPV4_BASE) >= 0;
      BigInteger base = four ? IPV4_BASE : BigInteger.ZERO;
      cut(range.first().subtract(base), range.last().subtract(base), four, four ? ipv4 : ipv6);
    }
    ipv4.addAll(ipv6);
    return ipv4;
  }

  private static void cut(BigInteger from, BigInteger last, boolean ipv4, List<String> cidrs) {
    int width = ipv4 ? 32 : 128;
    BigInteger first = from;
    while (first.compareTo(last) <= 0) {
      // As large as its own alignment and the end of the range let it be.
      int aligned = first.signum() == 0 ? width : Math.min(width, first.getLowestSetBit());
      int fits = last.subtract(first).add(BigInteger.ONE).bitLength() - 1;
      int bits = Math.min(aligned, fits);
      cidrs.add(IpAddress.text(first, ipv4) + "/" + (width - bits));
      first = first.add(BigInteger.ONE.shiftLeft(bits));
    }
  }

  /** The place of an address on the axis, or null where the text is none. */
  static @Nullable BigInteger position(String address) {
    BigInteger number = IpAddress.parse(address);
    return number == null || address.indexOf(':') >= 0 ? number : number.add(IPV4_BASE);
  }

  /** Whether the address at this place of the axis is in the set. */
  boolean contains(BigInteger position) {
    return contains(new Range(position, position));
  }

  /** The first address, on the axis; the set is not empty. */
  BigInteger first() {
    return ranges.getFirst().first();
  }

  /** Every border between addresses that are in the set and those that are not. */
  void addBorders(SortedSet<BigInteger> borders) {
    for (Range range : ranges) {
      borders.add(range.first());
      borders.add(range.last().add(BigInteger.ONE));
    }
  }

  /** The addresses from one number up to, and without, another; both on the axis. */
  static AddressRanges between(BigInteger first, BigInteger end) {
    return new AddressRanges(List.of(new Range(first, end.subtract(BigInteger.ONE))));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AddressRanges that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  public boolean hasIpv4() {
    return intersects(ALL_IPV4);
  }

  public boolean hasIpv6() {
    return intersects(ALL_IPV6);
  }
}
