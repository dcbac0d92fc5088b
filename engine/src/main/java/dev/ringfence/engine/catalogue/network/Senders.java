package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.placement.NodeClass;
import java.util.BitSet;

/** From places where the attacker is to the ways in which it sends from there. */
final class Senders {

  private final Landscape landscape;
  private final Facts facts;
  private final Routes routes;
  private final Plan plan;
  private final BitSet free = new BitSet();
  private final BitSet policed = new BitSet();

  Senders(Landscape landscape, Routes routes) {
    this.landscape = landscape;
    this.facts = landscape.facts();
    this.routes = routes;
    this.plan = routes.plan();
  }

  /** The source classes that some place sends freely as, once its enforcer has failed included. */
  BitSet free() {
    return free;
  }

  /** The policed SENDS_AS facts that some place has. */
  BitSet policed() {
    return policed;
  }

  void derive(StepSink steps) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      for (int nodeClass : landscape.placement().ever(podClass)) {
        if (podClass.spec().hostNetwork()) {
          fromHostNetwork(steps, podClass.id(), nodeClass);
        } else {
          fromPod(steps, podClass.id(), nodeClass);
        }
      }
    }
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      fromNode(steps, nodeClass.id());
      // Whoever makes up pods names their node, so a crafted pod can be on any.
      for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
        fromPod(steps, facts.crafted(namespace), nodeClass.id());
      }
      steps
          .to(facts.fact(FactKind.HOST_NETWORK, nodeClass.id()))
          .from(facts.fact(FactKind.SHAPE, DangerousShape.HOST_NETWORK.ordinal()))
          .from(facts.fact(FactKind.CRAFTED_ON, nodeClass.id()))
          .add();
    }
    for (int fact = policed.nextSetBit(0); fact >= 0; fact = policed.nextSetBit(fact + 1)) {
      int sourceClass = routes.sourceClassOf(fact);
      free.set(sourceClass);
      routes.past(steps, routes.sendsFreely(sourceClass), fact, routes.enforcementOf(fact));
    }
    for (int sourceClass = free.nextSetBit(0);
        sourceClass >= 0;
        sourceClass = free.nextSetBit(sourceClass + 1)) {
      steps.to(facts.fact(FactKind.SENDS_FREELY)).from(routes.sendsFreely(sourceClass)).add();
    }
  }

  private void fromPod(StepSink steps, int podClass, int nodeClass) {
    int sourceClass = plan.sourceClass(landscape.network().endpointOf(podClass));
    for (int enforcement : routes.enforcementsOn(nodeClass)) {
      int sends = routes.sends(sourceClass, enforcement);
      steps.to(sends).from(facts.codeOn(podClass, nodeClass)).add();
      fenceDown(steps, podClass, nodeClass, sourceClass);
      note(sends, sourceClass);
    }
    relabelled(steps, podClass, nodeClass);
  }

  /** Whoever labels pods of its namespace as it likes sends as a crafted pod would (I22, I23). */
  private void relabelled(StepSink steps, int podClass, int nodeClass) {
    int namespace = landscape.namespaceOf(podClass);
    int down = Fence.POD_SELECTORS.named(facts, namespace);
    if (down >= 0 && !facts.isCrafted(podClass)) {
      int sourceClass = plan.sourceClass(landscape.network().endpointOf(facts.crafted(namespace)));
      for (int enforcement : routes.enforcementsOn(nodeClass)) {
        int sends = routes.sends(sourceClass, enforcement);
        steps.to(sends).from(facts.codeOn(podClass, nodeClass)).from(down).add();
        note(sends, sourceClass);
      }
    }
  }

  private void note(int sends, int sourceClass) {
    if (routes.enforcementOf(sends) < 0) {
      free.set(sourceClass);
    } else {
      policed.set(sends);
    }
  }

  /** Whoever writes the policies of its own namespace sends as if there were none (I22). */
  private void fenceDown(StepSink steps, int podClass, int nodeClass, int sourceClass) {
    int down = Fence.NETWORK_POLICIES.named(facts, landscape.namespaceOf(podClass));
    if (down >= 0) {
      steps
          .to(routes.sendsFreely(sourceClass))
          .from(facts.codeOn(podClass, nodeClass))
          .from(down)
          .add();
      free.set(sourceClass);
    }
  }

  /** Traffic of the host network is its node's; selectors may match the pod all the same. */
  private void fromHostNetwork(StepSink steps, int podClass, int nodeClass) {
    steps
        .to(facts.fact(FactKind.HOST_NETWORK, nodeClass))
        .from(facts.codeOn(podClass, nodeClass))
        .add();
    int sourceClass = plan.sourceClass(landscape.network().endpointOf(podClass));
    steps
        .to(routes.sendsFreely(sourceClass))
        .from(facts.codeOn(podClass, nodeClass))
        .assuming(NetworkAssumptions.HOST_NETWORK_MATCHES)
        .add();
    free.set(sourceClass);
  }

  private void fromNode(StepSink steps, int nodeClass) {
    int hostNetwork = facts.fact(FactKind.HOST_NETWORK, nodeClass);
    steps.to(hostNetwork).from(facts.node(nodeClass)).add();
    for (int sourceClass : routes.sourceClassesOfNodes(nodeClass)) {
      steps.to(routes.sendsFreely(sourceClass)).from(hostNetwork).add();
      free.set(sourceClass);
    }
  }
}
