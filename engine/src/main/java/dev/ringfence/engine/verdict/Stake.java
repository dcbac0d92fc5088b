package dev.ringfence.engine.verdict;

/** What can be lost. */
public enum Stake {
  /** Code in a pod, a credential, or the right to change what runs. */
  TAKEOVER,
  /** Content of Secrets, ConfigMaps, volumes, logs, environment or traffic. */
  READ,
  /** A connection to what is not published. */
  REACH,
  /** Deleting, evicting, redirecting, or starving by a shared unbounded resource. */
  DISRUPT,
  /** Knowing the names of objects. */
  OBSERVE;

  /** The name in documents and answers: lower case. */
  public String word() {
    return switch (this) {
      case TAKEOVER -> "takeover";
      case READ -> "read";
      case REACH -> "reach";
      case DISRUPT -> "disrupt";
      case OBSERVE -> "observe";
    };
  }
}
