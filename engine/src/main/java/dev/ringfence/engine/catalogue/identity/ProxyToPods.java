package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;

/**
 * I5: the API server passes HTTP requests on to pods and to what stands behind Services: it
 * connects from where it is, past network policies of whoever asked.
 *
 * <p>Premise: any verb on {@code pods/proxy} or {@code services/proxy} in the namespace, or for a
 * name of it, with scheme and port or without: the whole must be as resourceNames have it. No
 * boundary; what listens there stands as {@code workload}.
 */
final class ProxyToPods extends CapabilityRow {

  @Override
  public String id() {
    return "I5";
  }

  @Override
  public String title() {
    return "connects through pods/proxy or services/proxy, past network policies";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    PodScope.connections(landscape, Capability.PROXY_PODS, steps);
    Facts facts = landscape.facts();
    int everywhere = facts.mayEverywhere(Capability.PROXY_SERVICES);
    var named = NamedRights.of(landscape, Capability.PROXY_SERVICES);
    for (Service service : landscape.cluster().services()) {
      int namespace = landscape.cluster().namespaceIndex(service.meta().namespace());
      for (PodClass podClass : landscape.cluster().podClasses()) {
        if (podClass.namespace() != namespace) {
          continue;
        }
        PortSet ports = landscape.network().servicePorts(service, podClass);
        if (ports.isEmpty()) {
          continue;
        }
        int connect =
            facts.fact(FactKind.CONNECT, podClass.id(), landscape.network().portSets().id(ports));
        steps.to(connect).from(everywhere).add();
        steps.to(connect).from(facts.may(Capability.PROXY_SERVICES, namespace)).add();
        for (NamedScope scope : named) {
          if (scope.namespace() == namespace
              && ProxyName.of(scope.name()).name().equals(service.meta().name())) {
            steps
                .to(connect)
                .from(facts.mayNamed(Capability.PROXY_SERVICES, namespace, scope.name()))
                .add();
          }
        }
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.conclusion());
    pod(landscape, landscape.cluster().podClasses().get(podClass), evidence);
  }
}
