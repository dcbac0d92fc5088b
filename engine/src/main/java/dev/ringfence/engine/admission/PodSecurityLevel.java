package dev.ringfence.engine.admission;

import java.util.Locale;

/** The levels of the Pod Security Standards, least strict first. */
public enum PodSecurityLevel {
  PRIVILEGED,
  BASELINE,
  RESTRICTED;

  /** The word in labels. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of a label's value; anything else counts as restricted, as in the API server. */
  public static PodSecurityLevel parse(String value) {
    for (PodSecurityLevel level : values()) {
      if (level.word().equals(value)) {
        return level;
      }
    }
    return RESTRICTED;
  }
}
