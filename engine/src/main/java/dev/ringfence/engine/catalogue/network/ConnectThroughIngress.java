package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.Set;

/**
 * N1 through an ingress: connects from outside to what an Ingress or a route publishes.
 *
 * <p>Premises: a place outside; an Ingress or a route in the namespace; a Service there. To which
 * Services it leads is not read yet: an assumption. Breaks: none.
 */
final class ConnectThroughIngress implements Row {

  @Override
  public String id() {
    return "N1-ingress";
  }

  @Override
  public String title() {
    return "connects from outside through an ingress";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    Set<Integer> publishing = CollideHostNames.publishing(landscape);
    new ServicesToPods(landscape)
        .forEach(
            service ->
                publishing.contains(landscape.cluster().namespaceIndex(service.meta().namespace())),
            (service, podClass, ports) ->
                steps
                    .to(
                        facts.fact(
                            FactKind.CONNECT,
                            podClass.id(),
                            landscape.network().portSets().id(ports)))
                    .from(facts.outside())
                    .assuming(NetworkAssumptions.INGRESS_BACKENDS)
                    .add());
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.conclusion());
    int namespace = landscape.namespaceOf(podClass);
    for (ObjectMeta other : landscape.cluster().others()) {
      String kind = other.reference().kind();
      if ((kind.equals("Ingress") || kind.endsWith("Route"))
          && landscape.cluster().namespaceIndex(other.namespace()) == namespace) {
        evidence.add(other, "spec", "publishes Services of its namespace");
        return;
      }
    }
  }
}
