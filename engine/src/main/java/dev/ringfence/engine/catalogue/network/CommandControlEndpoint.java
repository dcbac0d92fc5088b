package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.verdict.Boundary;
import java.util.Set;
import java.util.TreeSet;

/**
 * N10: commands a control endpoint of the pod network that asks nobody who they are: what is known
 * by its image to listen so, and the servers of admission webhooks, which the API server calls.
 *
 * <p>Premises: a connection to a port of the pod. Breaks: {@code workload}, as every workload that
 * is connected to; what follows is what its pod's credentials may do.
 */
final class CommandControlEndpoint implements RowOfParts {

  @Override
  public String id() {
    return "N10";
  }

  @Override
  public String title() {
    return "commands a control endpoint that asks for no credentials";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.CONNECT);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    int[] connections = facts.ofKind(FactKind.CONNECT, parts.firstFact());
    Set<Integer> endpoints = connections.length == 0 ? Set.of() : endpoints(landscape);
    for (int fact : connections) {
      if (endpoints.contains(facts.a(fact))) {
        derive(landscape, steps, facts.a(fact), facts.b(fact));
      }
    }
  }

  private static void derive(Landscape landscape, StepSink steps, int podClass, int ports) {
    Facts facts = landscape.facts();
    PodClass target = landscape.cluster().podClasses().get(podClass);
    PortSet reached = landscape.network().portSet(ports);
    for (Boundary workload : TakeOverByConnection.listening(landscape, target, reached)) {
      steps
          .to(facts.codeAnywhere(podClass))
          .from(facts.fact(FactKind.CONNECT, podClass, ports))
          .breaking(workload)
          .add();
    }
  }

  private static Set<Integer> endpoints(Landscape landscape) {
    Set<Integer> endpoints = new TreeSet<>();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (ControlEndpoint.of(podClass) != null) {
        endpoints.add(podClass.id());
      }
    }
    if (landscape.cluster().webhooks().isEmpty()) {
      return endpoints;
    }
    new ServicesToPods(landscape)
        .forEach(
            service -> webhook(landscape, service.meta().namespace(), service.meta().name()),
            (service, podClass, ports) -> endpoints.add(podClass.id()));
    return endpoints;
  }

  private static boolean webhook(Landscape landscape, String namespace, String name) {
    return landscape.cluster().webhooks().stream()
        .map(AdmissionRules.Webhook::service)
        .anyMatch(
            backend ->
                backend != null
                    && backend.namespace().equals(namespace)
                    && backend.name().equals(name));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    int podClass = facts.a(step.premise(0));
    PortSet ports = landscape.network().portSet(facts.b(step.premise(0)));
    ControlEndpoint known = ControlEndpoint.of(landscape.cluster().podClasses().get(podClass));
    new NetworkEvidence(landscape, sink)
        .pod(
            podClass,
            "containers",
            (known == null ? "behind an admission webhook" : known.words())
                + ", reached on "
                + ports);
  }
}
