package dev.ringfence.cel;

import dev.cel.common.types.OpaqueType;
import dev.cel.runtime.CelEvaluationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses and ranges; IPv4 addresses written as IPv6 and zones are refused. */
final class Addresses {

  /** {@code ip(…)}. */
  record Ip(InetAddress address) {
    @Override
    public String toString() {
      return Addresses.canonical(address.getAddress());
    }
  }

  /** {@code cidr(…)}. */
  record Cidr(Ip address, int length) {
    boolean contains(Ip other) {
      return other.address().getAddress().length == address.address().getAddress().length
          && Arrays.equals(masked(other, length), masked(address, length));
    }

    @Override
    public String toString() {
      return address + "/" + length;
    }
  }

  private static final CelLibrary.Type IP =
      new CelLibrary.Type(OpaqueType.create("net.IP"), Ip.class);
  private static final CelLibrary.Type CIDR =
      new CelLibrary.Type(OpaqueType.create("net.CIDR"), Cidr.class);

  private static final String BYTE = "(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
  private static final Pattern FOUR = Pattern.compile("(?:" + BYTE + "\\.){3}" + BYTE);
  private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*");

  private Addresses() {}

  private static @Nullable Ip parse(String text) {
    if (!FOUR.matcher(text).matches() && !SIX.matcher(text).matches()) {
      return null;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      boolean mapped = text.indexOf(':') >= 0 && address.getAddress().length == 4;
      return mapped ? null : new Ip(address);
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static @Nullable Cidr parseRange(String text) {
    int slash = text.indexOf('/');
    String length = text.substring(slash + 1);
    if (slash < 0 || !length.matches("0|[1-9]\\d{0,2}")) {
      return null;
    }
    Ip address = parse(text.substring(0, slash));
    int bits = Integer.parseInt(length);
    return address == null || bits > address.address().getAddress().length * 8
        ? null
        : new Cidr(address, bits);
  }

  private static Ip ip(Object text) throws CelEvaluationException {
    Ip ip = parse((String) text);
    if (ip == null) {
      throw CelLibrary.error("IP Address " + text + " parse error during conversion from string");
    }
    return ip;
  }

  private static Cidr cidr(Object text) throws CelEvaluationException {
    Cidr cidr = parseRange((String) text);
    if (cidr == null) {
      throw CelLibrary.error("network address parse error during conversion from string: " + text);
    }
    return cidr;
  }

  private static byte[] masked(Ip ip, int length) {
    byte[] bytes = ip.address().getAddress();
    for (int bit = length; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return bytes;
  }

  private static Ip of(byte[] bytes) {
    try {
      return new Ip(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** RFC 5952: lower case, the longest run of zeros shortened, the first of equal ones. */
  private static String canonical(byte[] bytes) {
    if (bytes.length == 4) {
      return (bytes[0] & 255)
          + "."
          + (bytes[1] & 255)
          + "."
          + (bytes[2] & 255)
          + "."
          + (bytes[3] & 255);
    }
    int best = -1;
    int bestLength = 1;
    for (int at = 0; at < 8; at++) {
      int run = 0;
      while (at + run < 8 && bytes[2 * (at + run)] == 0 && bytes[2 * (at + run) + 1] == 0) {
        run++;
      }
      if (run > bestLength) {
        best = at;
        bestLength = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < 8; at++) {
      if (at == best) {
        text.append("::");
        at += bestLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString((bytes[2 * at] & 255) << 8 | (bytes[2 * at + 1] & 255)));
    }
    return text.toString();
  }

  private static boolean isGlobalUnicast(InetAddress address) {
    boolean broadcast = Arrays.equals(address.getAddress(), new byte[] {-1, -1, -1, -1});
    return !broadcast
        && !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress()
        && !address.isLinkLocalAddress();
  }

  static void addTo(CelLibrary library) {
    CelLibrary.Type text = CelLibrary.TEXT;
    CelLibrary.Type flag = CelLibrary.BOOLEAN;
    library.global("ip", IP, a -> ip(a[0]), text);
    library.global("isIP", flag, a -> parse((String) a[0]) != null, text);
    library.global("ip.isCanonical", flag, a -> ip(a[0]).toString().equals(a[0]), text);
    library.member(
        "family",
        CelLibrary.INTEGER,
        a -> ((Ip) a[0]).address().getAddress().length == 4 ? 4L : 6L,
        IP);
    library.member("isUnspecified", flag, a -> ((Ip) a[0]).address().isAnyLocalAddress(), IP);
    library.member("isLoopback", flag, a -> ((Ip) a[0]).address().isLoopbackAddress(), IP);
    library.member("isLinkLocalMulticast", flag, a -> ((Ip) a[0]).address().isMCLinkLocal(), IP);
    library.member("isLinkLocalUnicast", flag, a -> ((Ip) a[0]).address().isLinkLocalAddress(), IP);
    library.member("isGlobalUnicast", flag, a -> isGlobalUnicast(((Ip) a[0]).address()), IP);
    library.global("cidr", CIDR, a -> cidr(a[0]), text);
    library.global("isCIDR", flag, a -> parseRange((String) a[0]) != null, text);
    library.member("containsIP", flag, a -> ((Cidr) a[0]).contains((Ip) a[1]), CIDR, IP);
    library.member("containsIP", flag, a -> ((Cidr) a[0]).contains(ip(a[1])), CIDR, text);
    library.member("containsCIDR", flag, a -> contains((Cidr) a[0], (Cidr) a[1]), CIDR, CIDR);
    library.member("containsCIDR", flag, a -> contains((Cidr) a[0], cidr(a[1])), CIDR, text);
    library.member("ip", IP, a -> ((Cidr) a[0]).address(), CIDR);
    library.member(
        "masked",
        CIDR,
        a ->
            new Cidr(
                of(masked(((Cidr) a[0]).address(), ((Cidr) a[0]).length())),
                ((Cidr) a[0]).length()),
        CIDR);
    library.member("prefixLength", CelLibrary.INTEGER, a -> (long) ((Cidr) a[0]).length(), CIDR);
    library.global("string", text, a -> a[0].toString(), IP);
    library.global("string", text, a -> a[0].toString(), CIDR);
  }

  private static boolean contains(Cidr outer, Cidr inner) {
    return outer.length() <= inner.length() && outer.contains(inner.address());
  }
}
