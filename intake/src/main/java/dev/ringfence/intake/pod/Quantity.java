package dev.ringfence.intake.pod;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities in the spelling that the API server gives back: {@code 0.5} is {@code 500m}, {@code
 * 1024Mi} is {@code 1Gi}. Source: k8s.io/apimachinery/pkg/api/resource, CanonicalizeBytes.
 */
public final class Quantity {

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,3})?");
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final Map<Integer, String> DECIMAL =
      Map.of(-9, "n", -6, "u", -3, "m", 0, "", 3, "k", 6, "M", 9, "G", 12, "T", 15, "P", 18, "E");
  private static final Map<String, Integer> EXPONENT_OF = new HashMap<>();
  private static final BigInteger KIBI = BigInteger.valueOf(1024);

  static {
    DECIMAL.forEach((exponent, suffix) -> EXPONENT_OF.put(suffix, exponent));
  }

  private Quantity() {}

  /** The canonical quantities of a resource list. */
  public static Map<String, String> map(Fields parent, String field) {
    Fields resources = parent.fields(field);
    if (resources.isEmpty()) {
      return Map.of();
    }
    Map<String, String> map = LinkedHashMap.newLinkedHashMap(resources.size());
    for (int i = 0; i < resources.size(); i++) {
      String name = resources.name(i);
      String written = resources.scalarOrNull(name);
      try {
        map.put(name, inList(written == null ? "0" : written));
      } catch (NumberFormatException noQuantity) {
        throw ShapeException.refused(
            resources, name, "is no quantity such as 500m or 1Gi: " + noQuantity.getMessage());
      }
    }
    return map;
  }

  /** The canonical spelling in a resource list, which is rounded up to thousandths. */
  public static String inList(String written) {
    String canonical = canonical(written);
    char last = canonical.isEmpty() ? '0' : canonical.charAt(canonical.length() - 1);
    if (last != 'n' && last != 'u') {
      return canonical;
    }
    String digits = canonical.substring(0, canonical.length() - 1);
    BigDecimal thousandths =
        new BigDecimal(digits)
            .scaleByPowerOfTen(last == 'n' ? -6 : -3)
            .setScale(0, RoundingMode.CEILING);
    return canonical(thousandths.toPlainString() + "m");
  }

  /**
   * The canonical spelling.
   *
   * @throws NumberFormatException where the text is no quantity
   */
  public static String canonical(String written) {
    if (isCanonical(written)) {
      return written;
    }
    Matcher matcher = GRAMMAR.matcher(written);
    if (written.length() > 64 || !matcher.matches()) {
      throw new NumberFormatException(written.substring(0, Math.min(64, written.length())));
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2) == null ? "" : matcher.group(2);
    int binary = suffix.isEmpty() ? -1 : BINARY.indexOf(suffix);
    if (binary > 0) {
      return binary(number.multiply(new BigDecimal(KIBI.pow(binary))));
    }
    Integer exponent = EXPONENT_OF.get(suffix);
    boolean scientific = exponent == null;
    int power = exponent == null ? Integer.parseInt(suffix.substring(1)) : exponent;
    return decimal(number.scaleByPowerOfTen(power), scientific);
  }

  /** Plain numbers below a thousand, the common case, are canonical; so are those with an m. */
  private static boolean isCanonical(String written) {
    int length = written.length();
    if (length == 0 || length > 3 || (written.charAt(0) == '0' && length > 1)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (written.charAt(i) < '0' || written.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String binary(BigDecimal value) {
    BigDecimal rounded = value.setScale(0, RoundingMode.UP);
    if (value.abs().compareTo(BigDecimal.valueOf(1024)) < 0 || rounded.compareTo(value) != 0) {
      return decimal(value, false);
    }
    BigInteger number = rounded.toBigIntegerExact();
    int power = 0;
    while (number.signum() != 0 && power < BINARY.size() - 1 && number.mod(KIBI).signum() == 0) {
      number = number.divide(KIBI);
      power++;
    }
    return number + BINARY.get(power);
  }

  private static String decimal(BigDecimal value, boolean scientific) {
    BigDecimal rounded = value.setScale(Math.min(value.scale(), 9), RoundingMode.UP);
    if (rounded.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = rounded.stripTrailingZeros();
    int exponent = -stripped.scale();
    BigInteger number = stripped.unscaledValue();
    int lower = Math.floorDiv(exponent, 3) * 3;
    if (!scientific) {
      lower = Math.min(lower, 18);
    }
    number = number.multiply(BigInteger.TEN.pow(exponent - lower));
    return scientific
        ? number + (lower == 0 ? "" : "e" + lower)
        : number + DECIMAL.getOrDefault(lower, "e" + lower);
  }
}
