package dev.ringfence.policy;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.Requirements;
import java.util.List;
import java.util.Map;

/**
 * Everything that a proof of one cluster needs from its people.
 *
 * @param cluster with possible nodes of declared pools
 * @param reasons for each namespace by name, how it came to its tenant
 * @param remarks to be said before anything else
 */
public record Resolution(
    Cluster cluster,
    Tenancy tenancy,
    Map<String, String> reasons,
    Requirements requirements,
    List<Assumptions.Statement> statements,
    List<String> remarks) {

  public Resolution {
    reasons = Map.copyOf(reasons);
    statements = List.copyOf(statements);
    remarks = List.copyOf(remarks);
  }

  /** The same for other bindings, of which nothing here rests on. */
  Resolution withBindings(List<Rbac.Binding> bindings) {
    return new Resolution(
        cluster.withBindings(bindings), tenancy, reasons, requirements, statements, remarks);
  }
}
