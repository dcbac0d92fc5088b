package dev.ringfence.engine.fact;

/** What an attacker can take down: the first argument of {@link FactKind#FENCE_DOWN}. */
public enum Fence {
  /** The NetworkPolicies of a namespace (b: namespace, -1 for all). */
  NETWORK_POLICIES,
  /** Pod Security in a namespace, which stands in its labels (b: namespace, -1 for all). */
  POD_SECURITY,
  /** ResourceQuotas and LimitRanges of a namespace (b: namespace, -1 for all). */
  QUOTA,
  /**
   * Policies of a service mesh and what tells its proxies what to do (b: namespace, -1 for all).
   */
  MESH_POLICIES,
  /** Selectors of pods: the labels of pods there are the attacker's (b: namespace, -1 for all). */
  POD_SELECTORS,
  /**
   * Selectors of namespaces: those of the attacker's get labels of its choice (b: the selector's
   * place among those of all policies, -1 for whichever).
   */
  NAMESPACE_SELECTORS,
  /** An engine that refuses pods (b: its place among those of {@code admission}). */
  ADMISSION_ENGINE;

  /** Policies inside the API server, among the admission engines. */
  public static final int POLICIES_OF_THE_SERVER = -1;

  /** The fact that it is down. */
  public int down(Facts facts, int of) {
    return facts.fact(FactKind.FENCE_DOWN, ordinal(), of);
  }

  /** The fact that it is down, or -1 where no step names it. */
  public int named(Facts facts, int of) {
    return facts.find(FactKind.FENCE_DOWN, ordinal(), of);
  }
}
