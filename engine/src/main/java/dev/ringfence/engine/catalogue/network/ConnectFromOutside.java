package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.Reasons;
import dev.ringfence.engine.network.RuleReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * N1 from outside: connects from outside the cluster to what it offers there.
 *
 * <p>Premises: a place outside; a Service with a load balancer or external addresses, or a node
 * port (whether those can be reached is an assumption); ingress of the pods behind it allows some
 * address that is no pod's. Where it does not: {@code network-policy} fails, or the connection
 * arrives with the address of the pod's node, which is an assumption. Pods on the host network are
 * their nodes. A load balancer for certain ranges of clients makes its way in an assumption; one
 * that keeps its clients' addresses ({@code externalTrafficPolicy: Local}) hides none from
 * policies. Node ports that policies before address translation (Calico's {@code preDNAT}) close on
 * every node to every address take {@code network-policy} to fail; closed to some only, whether the
 * attacker has another is an assumption.
 */
final class ConnectFromOutside implements RowOfParts {

  @Override
  public String id() {
    return "N1-outside";
  }

  @Override
  public String title() {
    return "connects from outside";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of();
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    Routes routes = new Routes(landscape);
    List<PodClass> receivers =
        landscape.cluster().podClasses().stream()
            .filter(each -> parts.receiving(landscape.network().endpointOf(each.id())))
            .toList();
    if (receivers.isEmpty()) {
      return;
    }
    ServicesToPods services = new ServicesToPods(landscape, receivers);
    services.forEach(
        ConnectFromOutside::isPublished,
        (service, podClass, ports) -> {
          PortSet open = ports.and(openToOutside(landscape, routes, podClass));
          boolean forSome = service.front().isForSome() && service.externalIps().isEmpty();
          if (!open.isEmpty()) {
            from(landscape, steps, connect(landscape, podClass, open), forSome).add();
          }
          if (!open.equals(ports)) {
            int all = connect(landscape, podClass, ports);
            if (!service.front().keepsSources()) {
              from(landscape, steps, all, forSome)
                  .assuming(NetworkAssumptions.SOURCES_HIDDEN)
                  .add();
            }
            for (int enforcement : routes.enforcementsBefore(podClass)) {
              routes.past(steps, all, facts.outside(), enforcement);
            }
          }
        });
    NodePortPolicies before = new NodePortPolicies(landscape);
    services.forEach(
        service -> service.type().equals("NodePort"),
        (service, podClass, ports) -> {
          List<Assumption> doubts = before.doubtsOf(service);
          if (before.close(service)) {
            throughClosedNodePorts(landscape, steps, connect(landscape, podClass, ports));
          } else {
            atNodes(landscape, routes, steps, podClass, ports, doubts);
          }
        });
    for (PodClass podClass : receivers) {
      atNodes(landscape, routes, steps, podClass, NodeWaysRound.hostPorts(podClass), List.of());
      if (podClass.spec().hostNetwork()) {
        atNodes(landscape, routes, steps, podClass, PortSet.ALL, List.of());
      }
    }
  }

  /** From outside, through a load balancer that may look at who comes. */
  private static StepSink.Draft from(
      Landscape landscape, StepSink steps, int connect, boolean forSome) {
    StepSink.Draft draft = steps.to(connect).from(landscape.facts().outside());
    return forSome ? draft.assuming(NetworkAssumptions.LOAD_BALANCER_SOURCES) : draft;
  }

  private static void throughClosedNodePorts(Landscape landscape, StepSink steps, int connect) {
    for (int enforcement = 0;
        enforcement < landscape.network().enforcements().size();
        enforcement++) {
      pastAtNodes(landscape, steps, connect, enforcement);
    }
  }

  /**
   * @param doubts on which a way past the policies before the nodes rests, each enough by itself;
   *     none where they close nothing
   */
  private static void atNodes(
      Landscape landscape,
      Routes routes,
      StepSink steps,
      PodClass podClass,
      PortSet ports,
      List<Assumption> doubts) {
    PortSet open = ports.and(openToOutside(landscape, routes, podClass));
    if (!open.isEmpty()) {
      int connected = connect(landscape, podClass, open);
      if (doubts.isEmpty()) {
        atNodes(landscape, steps, connected).add();
      }
      doubts.forEach(doubt -> atNodes(landscape, steps, connected).assuming(doubt).add());
    }
    if (!doubts.isEmpty()) {
      throughClosedNodePorts(landscape, steps, connect(landscape, podClass, ports));
    }
    if (!open.equals(ports)) {
      for (int enforcement : routes.enforcementsBefore(podClass)) {
        pastAtNodes(landscape, steps, connect(landscape, podClass, ports), enforcement);
      }
    }
  }

  private static StepSink.Draft atNodes(Landscape landscape, StepSink steps, int connect) {
    return steps
        .to(connect)
        .from(landscape.facts().outside())
        .assuming(NetworkAssumptions.NODE_PORTS_REACHABLE);
  }

  private static void pastAtNodes(
      Landscape landscape, StepSink steps, int connect, int enforcement) {
    Enforcement passed = landscape.network().enforcement(enforcement);
    steps
        .to(connect)
        .from(landscape.facts().outside())
        .assuming(NetworkAssumptions.NODE_PORTS_REACHABLE)
        .breaking(Boundaries.networkPolicy(passed.product()))
        .add();
    Assumption feared = Routes.feared(passed);
    if (feared != null) {
      steps
          .to(connect)
          .from(landscape.facts().outside())
          .assuming(NetworkAssumptions.NODE_PORTS_REACHABLE)
          .assuming(feared)
          .add();
    }
  }

  private static int connect(Landscape landscape, PodClass podClass, PortSet ports) {
    return new Routes(landscape).arrival(podClass.id(), ports);
  }

  static boolean isPublished(Service service) {
    return service.type().equals("LoadBalancer") || !service.externalIps().isEmpty();
  }

  /** What ingress lets in from addresses: whoever is outside may have any that a block holds. */
  private static PortSet openToOutside(Landscape landscape, Routes routes, PodClass podClass) {
    if (!routes.isPoliced(podClass)) {
      return PortSet.ALL;
    }
    Plan plan = routes.plan();
    int destination = plan.destinationClass(landscape.network().endpointOf(podClass.id()));
    PortSet ports = PortSet.NONE;
    for (int peer : plan.peersGrantedBy(destination)) {
      if (plan.isEveryone(peer) || plan.isBlock(peer)) {
        ports = ports.or(plan.grantedTo(peer, destination));
      }
    }
    return ports;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    int podClass = facts.a(step.conclusion());
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    new ServicesToPods(landscape)
        .forEach(
            service -> isPublished(service) || service.type().equals("NodePort"),
            (service, found, ports) -> {
              if (found.id() == podClass) {
                published(service, ports, sink);
              }
            });
    PodClass target = landscape.cluster().podClasses().get(podClass);
    if (target.spec().hostNetwork()) {
      evidence.pod(podClass, "hostNetwork", "true");
    } else if (!NodeWaysRound.hostPorts(target).isEmpty()) {
      evidence.pod(podClass, "containers", "hostPort to " + NodeWaysRound.hostPorts(target));
    }
    List<RuleReference> letting = lettingIn(landscape, step);
    evidence.rules(letting);
    if (!letting.isEmpty()) {
      return;
    }
    Reasons reasons = landscape.network().reasons();
    int endpoint = landscape.network().endpointOf(podClass);
    List<RuleReference> stopping = reasons.stoppingFromOutside(endpoint);
    if (reasons.isolating(Direction.INGRESS, endpoint).isEmpty() && !stopping.isEmpty()) {
      evidence.rules(stopping);
    } else {
      evidence.isolation(Direction.INGRESS, podClass);
    }
  }

  private static void published(Service service, PortSet ports, EvidenceSink sink) {
    if (!service.externalIps().isEmpty()) {
      sink.add(
          service.meta(),
          "spec.externalIPs",
          String.join(", ", service.externalIps()) + " to " + ports);
    }
    if (!service.type().equals("ClusterIP")) {
      sink.add(service.meta(), "spec.type", service.type() + " to " + ports);
    }
  }

  /** The rules that let addresses in; none where some of the step's ports pass policies. */
  private static List<RuleReference> lettingIn(Landscape landscape, StepView step) {
    Facts facts = landscape.facts();
    Routes routes = new Routes(landscape);
    Plan plan = routes.plan();
    PodClass podClass = landscape.cluster().podClasses().get(facts.a(step.conclusion()));
    PortSet ports = landscape.network().portSet(facts.b(step.conclusion()));
    if (!ports.and(openToOutside(landscape, routes, podClass)).equals(ports)) {
      return List.of();
    }
    int endpoint = landscape.network().endpointOf(podClass.id());
    int destination = plan.destinationClass(endpoint);
    Set<RuleReference> rules = new LinkedHashSet<>();
    for (int peer : plan.peersGrantedBy(destination)) {
      boolean outside = plan.isEveryone(peer) || plan.isBlock(peer);
      if (outside && !plan.grantedTo(peer, destination).and(ports).isEmpty()) {
        rules.addAll(landscape.network().reasons().inwardFromPeer(endpoint, peer, ports));
      }
    }
    return List.copyOf(rules);
  }
}
