package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * N12: takes over an ingress or gateway that holds many tenants' keys, and so reads their traffic.
 *
 * <p>Premises: code in a pod of the only ingress controller, known by its image; traffic of every
 * namespace that publishes something through it. Where there are several, which of them serves
 * which namespace is not read; and pods whose image tells nothing may be fronts too, if they are
 * the platform's, nobody's, or another tenant's that is published: an assumption, and traffic of
 * all. Breaks: nothing more: the {@code workload} of the front failed before.
 */
final class TakeSharedFront implements Row {

  @Override
  public String id() {
    return "N12";
  }

  @Override
  public String title() {
    return "uses a front that holds many tenants' keys";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    int everything = Traffic.ofEveryNamespace(facts);
    BitSet published = published(landscape);
    boolean only = isOnlyFront(landscape);
    Set<Integer> publishing = new Published(landscape).namespaces();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      int owner = landscape.tenantOf(podClass.id());
      Tenant tenant = landscape.tenancy().tenant(owner);
      int code = facts.code(podClass.id());
      if (only && KnownImages.isFront(podClass)) {
        for (int namespace : publishing) {
          steps.to(facts.fact(FactKind.TRAFFIC, namespace)).from(code).add();
        }
      } else if (tenant.isPlatform() || tenant.kind() == Tenant.Kind.UNCLAIMED) {
        steps.to(everything).from(code).assuming(NetworkAssumptions.SHARED_FRONTS).add();
      } else if (published.get(podClass.id())) {
        steps
            .to(everything)
            .from(code)
            .assuming(NetworkAssumptions.SHARED_FRONTS)
            .onlyFor(everybodyBut(landscape, owner))
            .add();
      }
    }
  }

  private static BitSet published(Landscape landscape) {
    BitSet published = new BitSet();
    new ServicesToPods(landscape)
        .forEach(
            NodeWaysRound::opensNodePorts,
            (service, podClass, ports) -> published.set(podClass.id()));
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (podClass.spec().hostNetwork() || !NodeWaysRound.hostPorts(podClass).isEmpty()) {
        published.set(podClass.id());
      }
    }
    return published;
  }

  /** Several in one namespace are replicas of one installation. */
  private static boolean isOnlyFront(Landscape landscape) {
    Set<Integer> namespaces = new HashSet<>();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (KnownImages.isFront(podClass)) {
        namespaces.add(podClass.namespace());
      }
    }
    return namespaces.size() == 1;
  }

  /** A front of one's own holds the keys that one was given anyway. */
  private static long[] everybodyBut(Landscape landscape, int tenant) {
    int tenants = landscape.tenancy().tenants().size();
    BitSet others = new BitSet(tenants);
    others.set(0, tenants);
    others.clear(tenant);
    return Arrays.copyOf(others.toLongArray(), (tenants + 63) / 64);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    int namespace = landscape.facts().a(step.conclusion());
    int podClass = landscape.facts().a(step.premise(0));
    new NetworkEvidence(landscape, sink)
        .pod(podClass, "containers", "stands before Services of other namespaces");
    landscape.cluster().routes().stream()
        .filter(
            route -> landscape.cluster().namespaceIndex(route.meta().namespace()) == namespace)
        .findFirst()
        .ifPresent(route -> sink.add(route.meta(), "spec", "publishes through it"));
  }
}
