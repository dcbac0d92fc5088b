package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** Refuses what the API server refuses as a range of addresses. */
final class Cidr {

  /** In a part of an IPv4 address, in a group of an IPv6 address or in a prefix length. */
  private static final Pattern LEADING_ZERO =
      Pattern.compile("(?:^|:)0\\d+\\.|\\.0\\d|/0\\d|(?:^|:)0[0-9a-fA-F]{4}");

  private static final Pattern MAPPED = Pattern.compile("^[0:]*:(?i:ffff):[0-9.]+(?:/\\d+)?$");

  private Cidr() {}

  static String checked(Fields parent, String field) {
    String range = parent.text(field);
    check(parent, field, range);
    return range;
  }

  static void check(Fields parent, String field, String range) {
    if (!isRange(range)) {
      throw ShapeException.refused(parent, field, why(range) + ": \"" + range + "\"");
    }
  }

  private static String why(String range) {
    if (LEADING_ZERO.matcher(range).find()) {
      return "has leading zeros, which some read as octal and the API server refuses";
    }
    if (MAPPED.matcher(range).find()) {
      return "is an IPv4 address written as an IPv6 one, which the API server refuses";
    }
    return "is no range of addresses such as 10.0.0.0/8";
  }

  /** Whether one range, both sound, lies within another and is smaller. */
  static boolean holds(String outer, String inner) {
    byte[] outerAddress = address(outer);
    byte[] innerAddress = address(inner);
    int bits = length(outer);
    if (outerAddress.length != innerAddress.length || bits >= length(inner)) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((outerAddress[bit / 8] ^ innerAddress[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the address of a range, if it is one, has bits that its length does not cover. */
  static boolean hasHostBits(String range) {
    if (!isRange(range)) {
      return false;
    }
    byte[] address = address(range);
    for (int bit = length(range); bit < address.length * 8; bit++) {
      if ((address[bit / 8] & 0x80 >> (bit % 8)) != 0) {
        return true;
      }
    }
    return false;
  }

  /** {@code IllegalArgumentException} where it is no address; never asks a name server. */
  private static byte[] address(String range) {
    return InetAddress.ofLiteral(range.substring(0, range.indexOf('/'))).getAddress();
  }

  private static int length(String range) {
    return Integer.parseInt(range.substring(range.indexOf('/') + 1));
  }

  /** Whether it is a range, or an address by itself. */
  static boolean isRangeOrAddress(String text) {
    return isRange(text.indexOf('/') >= 0 ? text : text + "/0");
  }

  /** Whether it is one address, written out. */
  static boolean isAddress(String text) {
    return text.indexOf('/') < 0 && isRange(text + "/0");
  }

  static boolean isRange(String range) {
    int slash = range.indexOf('/');
    if (slash < 0) {
      return false;
    }
    try {
      byte[] address = address(range);
      String digits = range.substring(slash + 1);
      boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
      boolean six = range.indexOf(':') >= 0;
      // Java takes leading zeros, zones, brackets, and IPv4 in IPv6, which is IPv4 to it.
      boolean whole =
          six
              ? address.length == 16 && range.chars().noneMatch(c -> c == '%' || c == '[')
              : dots(range.substring(0, slash)) == 3;
      return plain
          && whole
          && !LEADING_ZERO.matcher(range).find()
          && digits.length() <= 3
          && Integer.parseInt(digits) <= address.length * 8;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static int dots(String text) {
    return (int) text.chars().filter(c -> c == '.').count();
  }
}
