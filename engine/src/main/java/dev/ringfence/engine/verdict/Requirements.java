package dev.ringfence.engine.verdict;

import dev.ringfence.engine.tenancy.Tenant;

/** The depth that each stake must have between two tenants. */
public interface Requirements {

  /** The required depth from one tenant to another; 0 where nothing is required. */
  int depth(Tenant from, Tenant to, Stake stake);

  /**
   * Whether disruption by what Kubernetes cannot bound (bandwidth, shared services) counts as well.
   */
  boolean countsUnboundable(Tenant from, Tenant to);

  /** The largest depth that is required between any two tenants. */
  int maximumDepth();
}
