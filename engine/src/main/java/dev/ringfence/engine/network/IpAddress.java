package dev.ringfence.engine.network;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** IP addresses as text, without ever asking a resolver. */
final class IpAddress {

  private IpAddress() {}

  /** The address as a number, or null where the text is none. */
  static @Nullable BigInteger parse(String text) {
    return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
  }

  private static @Nullable BigInteger parseIpv4(String text) {
    // A cluster has 150,000 of them: no pattern, no pieces.
    long address = 0;
    int part = -1;
    int digits = 0;
    int dots = 0;
    for (int at = 0; at <= text.length(); at++) {
      char character = at < text.length() ? text.charAt(at) : '.';
      if (character == '.') {
        if (part < 0 || part > 255 || digits > 3) {
          return null;
        }
        address = address << 8 | part;
        dots++;
        part = -1;
        digits = 0;
      } else if (character >= '0' && character <= '9' && digits < 4) {
        part = Math.max(0, part) * 10 + (character - '0');
        digits++;
      } else {
        return null;
      }
    }
    return dots == 4 ? BigInteger.valueOf(address) : null;
  }

  /** RFC 4291, section 2.2: one {@code ::} stands for a run of zero groups. */
  private static @Nullable BigInteger parseIpv6(String text) {
    String expanded = expandIpv4Tail(text);
    if (expanded == null) {
      return null;
    }
    int gap = expanded.indexOf("::");
    if (gap != expanded.lastIndexOf("::")) {
      return null;
    }
    String[] head = groups(gap < 0 ? expanded : expanded.substring(0, gap));
    String[] tail = gap < 0 ? new String[0] : groups(expanded.substring(gap + 2));
    int given = head.length + tail.length;
    if (gap < 0 ? given != 8 : given > 7) {
      return null;
    }
    BigInteger address = BigInteger.ZERO;
    for (int i = 0; i < 8; i++) {
      int fromTail = i - (8 - tail.length);
      String group = i < head.length ? head[i] : fromTail >= 0 ? tail[fromTail] : "0";
      if (!group.matches("[0-9a-fA-F]{1,4}")) {
        return null;
      }
      address = address.shiftLeft(16).or(BigInteger.valueOf(Integer.parseInt(group, 16)));
    }
    return address;
  }

  private static String[] groups(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }

  private static @Nullable String expandIpv4Tail(String text) {
    if (text.indexOf('.') < 0) {
      return text;
    }
    int colon = text.lastIndexOf(':');
    BigInteger tail = parseIpv4(text.substring(colon + 1));
    if (tail == null) {
      return null;
    }
    long value = tail.longValue();
    return text.substring(0, colon + 1)
        + Long.toHexString(value >>> 16)
        + ":"
        + Long.toHexString(value & 0xFFFF);
  }

  /** The address as people write it, IPv6 by RFC 5952. */
  static String text(BigInteger address, boolean ipv4) {
    if (ipv4) {
      long bits = address.longValue();
      return (bits >> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = address.shiftRight(16 * (7 - i)).intValue() & 0xFFFF;
    }
    int gap = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int zeros = 0;
      while (i + zeros < 8 && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > length) {
        gap = i;
        length = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
