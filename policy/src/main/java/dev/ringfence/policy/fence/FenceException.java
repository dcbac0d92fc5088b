package dev.ringfence.policy.fence;

import java.util.List;

/** Fences that cannot be put up as they are wanted: every reason at once. Exit code 2. */
public final class FenceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  public FenceException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** In the order of tenants. */
  public List<String> problems() {
    return problems;
  }
}
