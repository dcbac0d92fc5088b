package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.Arrays;
import java.util.BitSet;

/**
 * N12: takes over an ingress or gateway that holds many tenants' keys, and so reads their traffic.
 *
 * <p>Outline: code in any pod of the platform or of an unclaimed namespace, or in another tenant's
 * pod that a node port, load balancer or the host network publishes; all traffic. Breaks: nothing
 * more: the {@code workload} of the front failed before.
 */
final class TakeSharedFront extends NotExaminedYet {

  TakeSharedFront() {
    super("N12", "uses a front that holds many tenants' keys");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    BitSet published = new BitSet();
    new ServicesToPods(landscape)
        .forEach(
            NodeWaysRound::opensNodePorts,
            (service, podClass, ports) -> published.set(podClass.id()));
    for (PodClass podClass : landscape.cluster().podClasses()) {
      int owner = landscape.tenantOf(podClass.id());
      Tenant tenant = landscape.tenancy().tenant(owner);
      int code = facts.code(podClass.id());
      if (tenant.isPlatform() || tenant.kind() == Tenant.Kind.UNCLAIMED) {
        step(steps, everyTraffic(facts), code);
      } else if (published.get(podClass.id())
          || podClass.spec().hostNetwork()
          || !NodeWaysRound.hostPorts(podClass).isEmpty()) {
        steps
            .to(everyTraffic(facts))
            .from(code)
            .assuming(assumption())
            .onlyFor(everybodyBut(landscape, owner))
            .add();
      }
    }
  }

  /** A front of one's own holds the keys that one was given anyway. */
  private static long[] everybodyBut(Landscape landscape, int tenant) {
    int tenants = landscape.tenancy().tenants().size();
    BitSet others = new BitSet(tenants);
    others.set(0, tenants);
    others.clear(tenant);
    return Arrays.copyOf(others.toLongArray(), (tenants + 63) / 64);
  }
}
