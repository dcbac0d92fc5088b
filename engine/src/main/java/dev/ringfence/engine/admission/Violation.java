package dev.ringfence.engine.admission;

/**
 * One check of the Pod Security Standards that a pod does not pass, in the API server's own words.
 *
 * @param check the published id, for example {@code hostNamespaces}
 * @param reason constant for the check, for example {@code host namespaces}
 * @param detail what in this pod, for example {@code hostPID=true}
 */
public record Violation(String check, String reason, String detail) {

  /** {@code host namespaces (hostPID=true)}, as in the server's message. */
  @Override
  public String toString() {
    return detail.isEmpty() ? reason : reason + " (" + detail + ")";
  }
}
