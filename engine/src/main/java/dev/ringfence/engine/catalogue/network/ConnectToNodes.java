package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Outward;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * N1 towards nodes: connects to the addresses of nodes themselves, where kubelets listen.
 *
 * <p>Premises: code in a pod on the node, whatever policies say (the API's own words: "traffic to
 * and from the node where a Pod is running is always allowed"; closed only by enforced policies
 * that stand before NetworkPolicies and deny nodes); or a sender whose egress allows the node's
 * address on a kubelet's port, or etcd's of a control-plane node. Policies before nodes are {@link
 * ConnectToKubelets}' matter. From outside: an assumption. Breaks: none, else {@code
 * network-policy} on the way to sending freely (N1).
 */
final class ConnectToNodes implements RowOfParts {

  private static final PortSet KUBELET = ConnectToKubelets.PORTS;

  /** What else of a control-plane node's is asked for by its addresses alone (E17). */
  private static final PortSet ETCD = PortSet.of(PortSet.Protocol.TCP, 2379);

  @Override
  public String id() {
    return "N1-node";
  }

  @Override
  public String title() {
    return "connects to a node";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.SENDS_TO);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    if (parts.areAll()) {
      toOwnNodes(landscape, steps);
    }
    int[] granted = facts.ofKind(FactKind.SENDS_TO, parts.firstFact());
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      if (parts.areAll()) {
        toNode(landscape, steps, nodeClass.id());
      }
      if (granted.length > 0) {
        toNode(landscape, steps, nodeClass, granted);
      }
    }
  }

  private static void toOwnNodes(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      for (int nodeClass : landscape.placement().ever(podClass)) {
        if (!isClosed(landscape, podClass.id(), nodeClass)) {
          steps
              .to(facts.fact(FactKind.OWN_NODE, nodeClass))
              .from(facts.codeOn(podClass.id(), nodeClass))
              .add();
        }
      }
    }
  }

  /** Whether a pod's own node is closed to it, whichever of the alike ones it is. */
  private static boolean isClosed(Landscape landscape, int podClass, int nodeClass) {
    int[] members = landscape.placement().nodeClasses().get(nodeClass).members();
    int endpoint = landscape.network().endpointOf(podClass);
    for (int node : members) {
      if (!landscape.network().nodeGuards().closesOwnNode(endpoint, node)) {
        return false;
      }
    }
    return true;
  }

  /** The made-up pods of namespaces: all alike while none of them is held back. */
  private static void madeUp(Landscape landscape, StepSink steps, int nodeClass, int ownNode) {
    Facts facts = landscape.facts();
    int namespaces = landscape.cluster().namespaces().size();
    List<Integer> open = new ArrayList<>();
    for (int namespace = 0; namespace < namespaces; namespace++) {
      if (!isClosed(landscape, facts.crafted(namespace), nodeClass)) {
        open.add(namespace);
      }
    }
    if (open.size() == namespaces) {
      steps.to(ownNode).from(facts.fact(FactKind.CRAFTED_ON, nodeClass)).add();
      return;
    }
    for (int namespace : open) {
      steps.to(ownNode).from(facts.codeOn(facts.crafted(namespace), nodeClass)).add();
    }
  }

  private static void toNode(Landscape landscape, StepSink steps, int nodeClass) {
    Facts facts = landscape.facts();
    int connect = facts.fact(FactKind.NODE_NETWORK, nodeClass);
    int ownNode = facts.fact(FactKind.OWN_NODE, nodeClass);
    madeUp(landscape, steps, nodeClass, ownNode);
    steps.to(connect).from(ownNode).add();
    steps.to(connect).from(facts.fact(FactKind.HOST_NETWORK, nodeClass)).add();
    steps.to(connect).from(facts.fact(FactKind.SENDS_FREELY)).add();
    steps.to(connect).from(facts.outside()).assuming(NetworkAssumptions.NODE_PORTS_REACHABLE).add();
  }

  private static void toNode(
      Landscape landscape, StepSink steps, NodeClass nodeClass, int[] granted) {
    Facts facts = landscape.facts();
    int connect = facts.fact(FactKind.NODE_NETWORK, nodeClass.id());
    Outward towards = landscape.network().towardsAddresses();
    Outward.Target target = towards.nodes(nodeClass.members());
    PortSet wanted =
        landscape.placement().isControlPlane(nodeClass.id()) ? KUBELET.or(ETCD) : KUBELET;
    for (int fact : granted) {
      Outward.Ports open = towards.granted(facts.a(fact), target);
      if (!open.certain().and(wanted).isEmpty()) {
        steps.to(connect).from(fact).add();
      } else if (!open.ifAddressed().and(wanted).isEmpty()) {
        steps.to(connect).from(fact).assuming(NetworkAssumptions.POD_ADDRESSES).add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    int nodeClass = facts.a(step.conclusion());
    if (facts.kind(step.premise(0)) == FactKind.CODE_ON) {
      evidence.pod(
          facts.a(step.premise(0)),
          "",
          "no NetworkPolicy closes the way from a pod to its own node");
    } else {
      evidence.nodeClass(nodeClass, "status.addresses", "no policy protects a node");
    }
  }
}
