package dev.ringfence.intake;

import org.jspecify.annotations.Nullable;

/** Nothing could be read from a live cluster. Exit code 3. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cluster server and context, as far as they are known
   * @param problem what happened
   * @param remedy what to do
   */
  public UnreachableException(
      String cluster, String problem, String remedy, @Nullable Throwable cause) {
    super(cluster + ": " + problem + ". " + remedy + ".", cause);
  }
}
