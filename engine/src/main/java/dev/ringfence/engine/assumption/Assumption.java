package dev.ringfence.engine.assumption;

/**
 * A named fact that cannot be read from the cluster.
 *
 * @param id stable, for example {@code api-endpoint-public}
 * @param question what is not known, as a sentence
 * @param pessimistic the value that adds steps
 */
public record Assumption(String id, String question, String pessimistic) {

  /** A row of the catalogue that no code examines yet. */
  public static Assumption notExamined(String row, String title) {
    return new Assumption(
        "step-" + row + "-not-examined",
        "Step " + row + " (" + title + ") is not examined yet; it may be possible.",
        "possible");
  }
}
