package dev.ringfence.engine.cluster;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Quantities of the model as numbers: whole ones are rounded up as the scheduler rounds them. */
public final class Amount {

  private static final String BINARY = "KMGTPE";
  private static final String DECIMAL = "numkMGTPE";
  private static final int[] POWERS = {-9, -6, -3, 3, 6, 9, 12, 15, 18};
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private Amount() {}

  /** CPU in thousandths. */
  public static long thousandths(String quantity) {
    return whole(parse(quantity).movePointRight(3));
  }

  /** CPU in thousandths, any other resource in its own unit. */
  public static long of(String resource, String quantity) {
    return resource.equals("cpu") ? thousandths(quantity) : units(quantity);
  }

  /** Any other resource in its own unit: bytes, or pieces. */
  public static long units(String quantity) {
    return whole(parse(quantity));
  }

  /** Any resource, not rounded. */
  public static BigDecimal exactly(String quantity) {
    return parse(quantity);
  }

  private static long whole(BigDecimal value) {
    BigDecimal rounded = value.setScale(0, RoundingMode.CEILING);
    return rounded.compareTo(LARGEST) > 0 ? Long.MAX_VALUE : rounded.longValue();
  }

  /** A quantity in a spelling of the API; what is none is nothing, for intake has refused it. */
  private static BigDecimal parse(String quantity) {
    int length = quantity.length();
    if (length == 0) {
      return BigDecimal.ZERO;
    }
    if (length > 2 && quantity.charAt(length - 1) == 'i') {
      int power = BINARY.indexOf(quantity.charAt(length - 2)) + 1;
      BigDecimal unit = new BigDecimal(BigInteger.TWO.pow(10 * power));
      return number(quantity.substring(0, length - 2)).multiply(unit);
    }
    int suffix = DECIMAL.indexOf(quantity.charAt(length - 1));
    return suffix < 0
        ? number(quantity)
        : number(quantity.substring(0, length - 1)).scaleByPowerOfTen(POWERS[suffix]);
  }

  private static BigDecimal number(String digits) {
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException noQuantity) {
      return BigDecimal.ZERO;
    }
  }
}
