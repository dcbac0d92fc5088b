package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;
import java.util.BitSet;

/**
 * N1 towards kubelets, where policies stand before nodes: Calico's of host endpoints, Cilium's host
 * firewall.
 *
 * <p>Premises: a connection to the node's addresses (N1-node); and a place that some rule before
 * the node lets in to a kubelet's port, or a pod on that very node, or its host network: a host's
 * policies are not taken to stand between a node and what runs on it. Breaks: none, else {@code
 * network-policy} of what enforces on the node. Where no policy stands before a node, N1-node is
 * enough, and this row has no steps. Source: Calico, "Protect Kubernetes nodes"; Cilium, "Host
 * Policies".
 */
final class ConnectToKubelets implements Row {

  static final PortSet PORTS =
      PortSet.of(PortSet.Protocol.TCP, 10250).or(PortSet.of(PortSet.Protocol.TCP, 10255));

  @Override
  public String id() {
    return "N1-kubelet";
  }

  @Override
  public String title() {
    return "connects to a kubelet behind host policies";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Routes routes = new Routes(landscape);
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      if (landscape.network().nodeGuards().guardsNodes(nodeClass.members())) {
        toGuarded(landscape, steps, routes, nodeClass);
      }
    }
  }

  private static void toGuarded(
      Landscape landscape, StepSink steps, Routes routes, NodeClass nodeClass) {
    Facts facts = landscape.facts();
    int kubelet = facts.fact(FactKind.KUBELET_PORT, nodeClass.id());
    int network = facts.fact(FactKind.NODE_NETWORK, nodeClass.id());
    steps.to(kubelet).from(facts.fact(FactKind.OWN_NODE, nodeClass.id())).add();
    steps.to(kubelet).from(facts.fact(FactKind.HOST_NETWORK, nodeClass.id())).add();
    for (int enforcement : routes.enforcementsOn(nodeClass.id())) {
      routes.past(steps, kubelet, network, enforcement);
    }
    BitSet peers = new BitSet();
    for (int node : nodeClass.members()) {
      int endpoint = landscape.network().endpointOfNode(node);
      for (int peer : routes.plan().peersGrantedByNode(endpoint)) {
        peers.set(peer, peers.get(peer) || grants(routes, peer, endpoint));
      }
    }
    peers.stream().forEach(peer -> letIn(landscape, steps, routes, peer, nodeClass.id()));
  }

  private static boolean grants(Routes routes, int peer, int endpoint) {
    return !routes.plan().grantedByNode(peer, endpoint).and(PORTS).isEmpty();
  }

  private static void letIn(
      Landscape landscape, StepSink steps, Routes routes, int peer, int nodeClass) {
    Facts facts = landscape.facts();
    int kubelet = facts.fact(FactKind.KUBELET_PORT, nodeClass);
    int network = facts.fact(FactKind.NODE_NETWORK, nodeClass);
    if (routes.plan().isEveryone(peer)) {
      steps.to(kubelet).from(network).add();
      return;
    }
    if (routes.plan().isBlock(peer)) {
      steps.to(kubelet).from(facts.outside()).from(network).add();
    }
    for (int doubt : Doubt.SINGLE) {
      BitSet sources = new BitSet();
      for (int source : routes.plan().sourcesIn(peer, doubt)) {
        sources.set(source);
      }
      for (int fact : facts.ofKind(FactKind.SENDS_AS, 0)) {
        if (sources.get(routes.sourceClassOf(fact))) {
          Routes.granting(steps.to(kubelet).from(fact).from(network), doubt).add();
        }
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    int node = landscape.placement().nodeClasses().get(facts.a(step.conclusion())).example();
    int endpoint = landscape.network().endpointOfNode(node);
    switch (facts.kind(step.premise(0))) {
      case OWN_NODE, HOST_NETWORK ->
          evidence.node(node, "status.addresses", "the way from a node to itself is open");
      case SENDS_AS -> {
        Routes routes = new Routes(landscape);
        int source = routes.plan().sourceExample(routes.sourceClassOf(step.premise(0)));
        evidence.rules(landscape.network().reasons().inward(source, endpoint, PORTS));
      }
      default -> {
        evidence.rules(landscape.network().reasons().isolating(Direction.INGRESS, endpoint));
        evidence.enforcement(landscape.network().enforcementOfNode(node));
      }
    }
  }
}
