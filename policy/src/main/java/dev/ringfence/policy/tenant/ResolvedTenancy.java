package dev.ringfence.policy.tenant;

import dev.ringfence.engine.tenancy.Tenancy;
import java.util.List;
import java.util.Map;

/**
 * The tenants of a cluster, and why.
 *
 * @param reasons for each namespace by name, how it came to its tenant
 * @param remarks what was decided by rule, or looks like a mistake
 */
public record ResolvedTenancy(Tenancy tenancy, Map<String, String> reasons, List<String> remarks) {
  public ResolvedTenancy {
    reasons = Map.copyOf(reasons);
    remarks = List.copyOf(remarks);
  }
}
