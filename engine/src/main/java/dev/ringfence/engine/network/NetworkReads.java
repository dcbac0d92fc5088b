package dev.ringfence.engine.network;

/**
 * What was asked of {@link Network} that other NetworkPolicies, or other labels of a namespace, may
 * answer otherwise: noted while somebody asks. What is not noted (ends, ports of Services,
 * enforcers, what stands before nodes) stays the same while {@link Network#following} follows.
 */
public final class NetworkReads {

  private boolean policies;
  private boolean selectors;

  void notePolicies() {
    policies = true;
  }

  void noteSelectors() {
    selectors = true;
  }

  /** Whether anybody asked what policies let through, or whom they hold. */
  public boolean askedForPolicies() {
    return policies;
  }

  /** Whether anybody asked by which labels policies tell namespaces apart. */
  public boolean askedForSelectors() {
    return selectors;
  }
}
