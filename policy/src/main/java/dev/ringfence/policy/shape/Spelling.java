package dev.ringfence.policy.shape;

import java.util.Locale;

/** How the constants of Java are spelled in documents: {@code FIRST_PARTY} is FirstParty. */
public final class Spelling {

  private Spelling() {}

  /** The word for a constant. */
  public static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }

  /** The constant for a word that the check has let through. */
  public static <E extends Enum<E>> E constant(Class<E> constants, String word) {
    for (E constant : constants.getEnumConstants()) {
      if (word(constant).equals(word)) {
        return constant;
      }
    }
    throw new IllegalStateException(word + " passed the check as a " + constants.getSimpleName());
  }
}
