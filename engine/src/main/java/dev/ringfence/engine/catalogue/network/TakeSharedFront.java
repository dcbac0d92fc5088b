package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.tenancy.Tenant;

/**
 * N12: takes over an ingress or gateway that holds many tenants' keys, and so reads their traffic.
 *
 * <p>Outline: code in any pod of the platform or of an unclaimed namespace; all traffic. A front in
 * a tenant's own namespace is that tenant's business. Breaks: nothing more: the {@code workload} of
 * the front failed before.
 */
final class TakeSharedFront extends NotExaminedYet {

  TakeSharedFront() {
    super("N12", "uses a front that holds many tenants' keys");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      Tenant tenant = landscape.tenancy().tenant(landscape.tenantOf(podClass.id()));
      if (tenant.isPlatform() || tenant.kind() == Tenant.Kind.UNCLAIMED) {
        step(steps, everyTraffic(facts), facts.code(podClass.id()));
      }
    }
  }
}
