package dev.ringfence.intake;

/** Something that the reader of an answer should know about its sources. */
public record Finding(Kind kind, Place place, String message) {

  /** What was found. */
  public enum Kind {
    /** A file that is neither YAML nor JSON nor an archive of them. */
    SKIPPED_FILE,
    /** A document that is no Kubernetes object. */
    NO_OBJECT,
    /** An object of a kind that nothing is known of, kept by name. */
    UNKNOWN_KIND,
    /** The same object a second time. */
    DUPLICATE,
    /** Anything else. */
    WARNING
  }

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
