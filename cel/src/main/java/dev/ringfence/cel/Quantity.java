package dev.ringfence.cel;

import dev.cel.common.types.OpaqueType;
import dev.cel.runtime.CelEvaluationException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts such as {@code 500m} or {@code 1Gi}; finer than a nano they are rounded up. */
record Quantity(BigDecimal value) {

  private static final CelLibrary.Type TYPE =
      new CelLibrary.Type(OpaqueType.create("kubernetes.Quantity"), Quantity.class);

  private static final Pattern WRITTEN =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([eE][+-]?\\d+|[KMGTPE]i|[numkMGTPE]?)");

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("k", BigDecimal.ONE.movePointRight(3)),
          Map.entry("M", BigDecimal.ONE.movePointRight(6)),
          Map.entry("G", BigDecimal.ONE.movePointRight(9)),
          Map.entry("T", BigDecimal.ONE.movePointRight(12)),
          Map.entry("P", BigDecimal.ONE.movePointRight(15)),
          Map.entry("E", BigDecimal.ONE.movePointRight(18)),
          Map.entry("Ki", binary(1)),
          Map.entry("Mi", binary(2)),
          Map.entry("Gi", binary(3)),
          Map.entry("Ti", binary(4)),
          Map.entry("Pi", binary(5)),
          Map.entry("Ei", binary(6)));

  private static final BigDecimal SMALLEST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LARGEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private static BigDecimal binary(int power) {
    return BigDecimal.valueOf(1024).pow(power);
  }

  static @Nullable Quantity parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String suffix = matcher.group(2);
    BigDecimal digits = new BigDecimal(matcher.group(1));
    BigDecimal value;
    if (suffix.length() > 1 && Character.toLowerCase(suffix.charAt(0)) == 'e') {
      int exponent = Integer.parseInt(suffix.substring(1).replace("+", ""));
      value = digits.scaleByPowerOfTen(exponent);
    } else {
      value = digits.multiply(SUFFIXES.getOrDefault(suffix, BigDecimal.ONE));
    }
    RoundingMode awayFromZero = RoundingMode.UP;
    return new Quantity(value.scale() > 9 ? value.setScale(9, awayFromZero) : value);
  }

  private static Quantity of(Object text) throws CelEvaluationException {
    Quantity quantity = parse((String) text);
    if (quantity == null) {
      throw CelLibrary.error("quantities must match the regular expression of the API");
    }
    return quantity;
  }

  private boolean isWhole() {
    return value.stripTrailingZeros().scale() <= 0
        && value.compareTo(SMALLEST_LONG) >= 0
        && value.compareTo(LARGEST_LONG) <= 0;
  }

  private int compare(Quantity other) {
    return value.compareTo(other.value);
  }

  /** Equal amounts are equal however they are written. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quantity quantity && compare(quantity) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  static void addTo(CelLibrary library) {
    library.global("quantity", TYPE, a -> of(a[0]), CelLibrary.TEXT);
    library.global(
        "isQuantity", CelLibrary.BOOLEAN, a -> parse((String) a[0]) != null, CelLibrary.TEXT);
    library.member("isInteger", CelLibrary.BOOLEAN, a -> ((Quantity) a[0]).isWhole(), TYPE);
    library.member(
        "asInteger",
        CelLibrary.INTEGER,
        a -> {
          if (!((Quantity) a[0]).isWhole()) {
            throw CelLibrary.error("cannot convert value to integer");
          }
          return ((Quantity) a[0]).value.longValue();
        },
        TYPE);
    library.member(
        "asApproximateFloat", CelLibrary.DOUBLE, a -> ((Quantity) a[0]).value.doubleValue(), TYPE);
    library.global("sign", CelLibrary.INTEGER, a -> (long) ((Quantity) a[0]).value.signum(), TYPE);
    library.member(
        "isLessThan",
        CelLibrary.BOOLEAN,
        a -> ((Quantity) a[0]).compare((Quantity) a[1]) < 0,
        TYPE,
        TYPE);
    library.member(
        "isGreaterThan",
        CelLibrary.BOOLEAN,
        a -> ((Quantity) a[0]).compare((Quantity) a[1]) > 0,
        TYPE,
        TYPE);
    library.member(
        "compareTo",
        CelLibrary.INTEGER,
        a -> (long) ((Quantity) a[0]).compare((Quantity) a[1]),
        TYPE,
        TYPE);
    library.member(
        "add",
        TYPE,
        a -> new Quantity(((Quantity) a[0]).value.add(((Quantity) a[1]).value)),
        TYPE,
        TYPE);
    library.member(
        "add",
        TYPE,
        a -> new Quantity(((Quantity) a[0]).value.add(BigDecimal.valueOf((Long) a[1]))),
        TYPE,
        CelLibrary.INTEGER);
    library.member(
        "sub",
        TYPE,
        a -> new Quantity(((Quantity) a[0]).value.subtract(((Quantity) a[1]).value)),
        TYPE,
        TYPE);
    library.member(
        "sub",
        TYPE,
        a -> new Quantity(((Quantity) a[0]).value.subtract(BigDecimal.valueOf((Long) a[1]))),
        TYPE,
        CelLibrary.INTEGER);
  }
}
