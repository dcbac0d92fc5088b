package dev.ringfence.policy.traits;

import java.util.Map;

/** Quantities as numbers, for estimates: {@code 500m} is 0.5, {@code 1Ki} is 1024. */
public final class Amount {

  private static final Map<String, Double> FACTORS =
      Map.ofEntries(
          Map.entry("n", 1e-9),
          Map.entry("u", 1e-6),
          Map.entry("m", 1e-3),
          Map.entry("k", 1e3),
          Map.entry("M", 1e6),
          Map.entry("G", 1e9),
          Map.entry("T", 1e12),
          Map.entry("P", 1e15),
          Map.entry("E", 1e18),
          Map.entry("Ki", 0x1p10),
          Map.entry("Mi", 0x1p20),
          Map.entry("Gi", 0x1p30),
          Map.entry("Ti", 0x1p40),
          Map.entry("Pi", 0x1p50),
          Map.entry("Ei", 0x1p60));

  private Amount() {}

  /**
   * The number that a quantity stands for.
   *
   * @throws NumberFormatException where it is none
   */
  public static double of(String quantity) {
    int end = quantity.length();
    while (end > 0 && Character.isLetter(quantity.charAt(end - 1))) {
      end--;
    }
    String suffix = quantity.substring(end);
    if (suffix.isEmpty() || suffix.startsWith("e")) {
      return Double.parseDouble(quantity);
    }
    Double factor = FACTORS.get(suffix);
    if (factor == null) {
      throw new NumberFormatException(quantity);
    }
    return Double.parseDouble(quantity.substring(0, end)) * factor;
  }
}
