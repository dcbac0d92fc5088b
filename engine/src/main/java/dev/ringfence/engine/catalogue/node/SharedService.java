package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.HostPaths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * F5. Code anywhere → what serves everybody without a share for each client: DNS, egress addresses,
 * the registry, and, where they are, ingress controllers and log agents. Nothing in the API says
 * whether a client is bounded there: an assumption each.
 *
 * <p>Source: Kubernetes documentation, "Multi-tenancy", on isolating shared services.
 */
final class SharedService implements Row {

  static final Assumption DNS = unbounded("dns", "Cluster DNS may serve");
  static final Assumption EGRESS = unbounded("egress", "Nodes or gateways may translate addresses");
  static final Assumption REGISTRY = unbounded("registry", "The image registry may serve");
  static final Assumption INGRESS = unbounded("ingress", "Ingress controllers may serve");
  static final Assumption LOGS = unbounded("log-pipeline", "Log agents may carry lines");

  private static final List<String> ROUTES = List.of("IngressClass", "Ingress", "Gateway");

  private static Assumption unbounded(String service, String sentence) {
    return new Assumption(
        service + "-share-per-client", sentence + " without a share for each client.", "none");
  }

  @Override
  public String id() {
    return "F5";
  }

  @Override
  public String title() {
    return "uses up a service that all share";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int shared = facts.fact(FactKind.STARVE_NODE, -1, Resource.SHARED_SERVICES.ordinal());
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      steps.to(shared).from(facts.fact(FactKind.ON_NODE, nodeClass)).add();
    }
    starve(landscape, steps, shared, DNS);
    starve(landscape, steps, shared, EGRESS);
    starve(landscape, steps, shared, REGISTRY);
    if (ingress(landscape) != null) {
      starve(landscape, steps, shared, INGRESS);
    }
    if (logAgent(landscape) >= 0) {
      starve(landscape, steps, shared, LOGS);
    }
  }

  private static void starve(
      Landscape landscape, StepSink steps, int shared, Assumption assumption) {
    var facts = landscape.facts();
    TenantsOnNode.forEach(
        landscape,
        namespace ->
            steps
                .to(facts.fact(FactKind.STARVE, namespace, Resource.SHARED_SERVICES.ordinal()))
                .from(shared)
                .assuming(assumption)
                .add());
  }

  private static @Nullable ObjectMeta ingress(Landscape landscape) {
    for (ObjectMeta other : landscape.cluster().others()) {
      if (ROUTES.contains(other.reference().kind())) {
        return other;
      }
    }
    return null;
  }

  private static int logAgent(Landscape landscape) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      for (HostMount mount : landscape.workloads().powers(podClass).hostMounts()) {
        if (HostPaths.overlaps(mount.path(), "/var/log/pods")) {
          return podClass.id();
        }
      }
    }
    return -1;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    if (landscape.facts().kind(step.conclusion()) != FactKind.STARVE) {
      return;
    }
    for (Service service : landscape.cluster().services()) {
      if (service.ports().stream().anyMatch(port -> port.port() == 53)) {
        evidence.add(service.meta(), "spec.ports", "53, of every tenant");
        break;
      }
    }
    ObjectMeta ingress = ingress(landscape);
    if (ingress != null) {
      evidence.add(ingress, "metadata.name", "served beside others");
    }
    int agent = logAgent(landscape);
    if (agent >= 0) {
      PodEvidence.add(landscape, agent, "volumes", "logs of every pod of its node", evidence);
    }
  }
}
