package dev.ringfence.policy;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
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

  /** The same for a cluster with other objects and labels, on which nothing here rests. */
  Resolution following(Cluster changed) {
    return new Resolution(
        cluster.following(changed), tenancy, reasons, requirements, statements, remarks);
  }
}
