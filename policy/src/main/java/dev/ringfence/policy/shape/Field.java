package dev.ringfence.policy.shape;

/**
 * A field of a mapping.
 *
 * @param meaning for readers of the JSON Schema, as a sentence
 */
public record Field(String name, Shape shape, boolean required, String meaning) {

  public static Field required(String name, Shape shape, String meaning) {
    return new Field(name, shape, true, meaning);
  }

  /** A field that may be left out, or null, which is the same. */
  public static Field optional(String name, Shape shape, String meaning) {
    return new Field(name, shape, false, meaning);
  }
}
