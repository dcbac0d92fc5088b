package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.placement.NodeClass;
import java.util.Arrays;
import java.util.BitSet;

/** From places where the attacker is to the ways in which it sends from there. */
final class Senders {

  private final Landscape landscape;
  private final Facts facts;
  private final Routes routes;
  private final Plan plan;
  private final BitSet free = new BitSet();
  private final BitSet policed = new BitSet();

  /** Source classes behind enforcements that were noted already. */
  private final BitSet noted = new BitSet();

  Senders(Landscape landscape, Routes routes) {
    this.landscape = landscape;
    this.facts = landscape.facts();
    this.routes = routes;
    this.plan = routes.plan();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      note(podClass);
    }
    BitSet enforcements = new BitSet();
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      Arrays.stream(routes.enforcementsOn(nodeClass.id())).forEach(enforcements::set);
      Arrays.stream(routes.sourceClassesOfNodes(nodeClass.id())).forEach(this::noteFree);
    }
    int[] all = enforcements.stream().toArray();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      note(facts.crafted(namespace), all);
    }
    policed.stream().forEach(fact -> free.set(routes.sourceExampleOf(fact)));
  }

  private void note(PodClass podClass) {
    if (landscape.placement().ever(podClass).length == 0) {
      return;
    }
    if (podClass.spec().hostNetwork()) {
      noteFree(sourceClass(podClass.id()));
      return;
    }
    int[] enforcements = routes.enforcementsBefore(podClass);
    note(podClass.id(), enforcements);
    if (Fence.POD_SELECTORS.named(facts, podClass.namespace()) >= 0) {
      noteSends(sourceClass(facts.crafted(podClass.namespace())), enforcements);
    }
  }

  private void note(int podClass, int[] enforcements) {
    int sourceClass = sourceClass(podClass);
    noteSends(sourceClass, enforcements);
    boolean somewhere = enforcements.length > 0;
    if (somewhere && Fence.NETWORK_POLICIES.named(facts, landscape.namespaceOf(podClass)) >= 0) {
      noteFree(sourceClass);
    }
  }

  private void noteSends(int sourceClass, int[] enforcements) {
    for (int enforcement : enforcements) {
      int way = sourceClass * landscape.network().enforcements().size() + enforcement;
      if (noted.get(way)) {
        continue;
      }
      noted.set(way);
      int sends = routes.sends(sourceClass, enforcement);
      if (routes.enforcementOf(sends) < 0) {
        free.set(plan.sourceExample(sourceClass));
      } else {
        policed.set(sends);
      }
    }
  }

  private void noteFree(int sourceClass) {
    free.set(plan.sourceExample(sourceClass));
  }

  private int sourceClass(int podClass) {
    return plan.sourceClass(landscape.network().endpointOf(podClass));
  }

  /** Whether some place sends freely as the class, once its enforcer has failed included. */
  boolean isFree(int sourceClass) {
    return free.get(plan.sourceExample(sourceClass));
  }

  /** The policed SENDS_AS facts that some place has. */
  BitSet policed() {
    return policed;
  }

  void derive(StepSink steps, Parts parts) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (isAbout(parts, podClass)) {
        for (int nodeClass : landscape.placement().ever(podClass)) {
          if (podClass.spec().hostNetwork()) {
            fromHostNetwork(steps, podClass.id(), nodeClass);
          } else {
            fromPod(steps, podClass.id(), nodeClass);
          }
        }
      }
    }
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      if (isAbout(parts, nodeClass)) {
        fromNode(steps, nodeClass.id());
      }
    }
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int crafted = facts.crafted(namespace);
      if (parts.sending(landscape.network().endpointOf(crafted))) {
        // Whoever makes up pods names their node, so a crafted pod can be on any.
        for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
          fromPod(steps, crafted, nodeClass.id());
        }
      }
    }
    for (int fact = policed.nextSetBit(0); fact >= 0; fact = policed.nextSetBit(fact + 1)) {
      if (parts.sending(routes.sourceExampleOf(fact))) {
        int freely = routes.sendsFreely(routes.sourceClassOf(fact));
        routes.past(steps, freely, fact, routes.enforcementOf(fact));
      }
    }
    for (int end = free.nextSetBit(0); end >= 0; end = free.nextSetBit(end + 1)) {
      if (parts.sending(end)) {
        int freely = routes.sendsFreely(plan.sourceClass(end));
        steps.to(facts.fact(FactKind.SENDS_FREELY)).from(freely).add();
      }
    }
  }

  private boolean isAbout(Parts parts, PodClass podClass) {
    return parts.sending(landscape.network().endpointOf(podClass.id()))
        || parts.sending(landscape.network().endpointOf(facts.crafted(podClass.namespace())));
  }

  private boolean isAbout(Parts parts, NodeClass nodeClass) {
    return Arrays.stream(nodeClass.members())
        .anyMatch(node -> parts.sending(landscape.network().endpointOfNode(node)));
  }

  private void fromPod(StepSink steps, int podClass, int nodeClass) {
    int sourceClass = sourceClass(podClass);
    for (int enforcement : routes.enforcementsOn(nodeClass)) {
      int sends = routes.sends(sourceClass, enforcement);
      steps.to(sends).from(facts.codeOn(podClass, nodeClass)).add();
      fenceDown(steps, podClass, nodeClass, sourceClass);
    }
    relabelled(steps, podClass, nodeClass);
  }

  /** Whoever labels pods of its namespace as it likes sends as a crafted pod would (I22, I23). */
  private void relabelled(StepSink steps, int podClass, int nodeClass) {
    int namespace = landscape.namespaceOf(podClass);
    int down = Fence.POD_SELECTORS.named(facts, namespace);
    if (down >= 0 && !facts.isCrafted(podClass)) {
      int sourceClass = sourceClass(facts.crafted(namespace));
      for (int enforcement : routes.enforcementsOn(nodeClass)) {
        int sends = routes.sends(sourceClass, enforcement);
        steps.to(sends).from(facts.codeOn(podClass, nodeClass)).from(down).add();
      }
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
    }
  }

  /** Traffic of the host network is its node's; selectors may match the pod all the same. */
  private void fromHostNetwork(StepSink steps, int podClass, int nodeClass) {
    steps
        .to(facts.fact(FactKind.HOST_NETWORK, nodeClass))
        .from(facts.codeOn(podClass, nodeClass))
        .add();
    steps
        .to(routes.sendsFreely(sourceClass(podClass)))
        .from(facts.codeOn(podClass, nodeClass))
        .assuming(NetworkAssumptions.HOST_NETWORK_MATCHES)
        .add();
  }

  private void fromNode(StepSink steps, int nodeClass) {
    int hostNetwork = facts.fact(FactKind.HOST_NETWORK, nodeClass);
    steps.to(hostNetwork).from(facts.node(nodeClass)).add();
    for (int sourceClass : routes.sourceClassesOfNodes(nodeClass)) {
      steps.to(routes.sendsFreely(sourceClass)).from(hostNetwork).add();
    }
    steps
        .to(hostNetwork)
        .from(facts.fact(FactKind.SHAPE, DangerousShape.HOST_NETWORK.ordinal()))
        .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
        .add();
  }
}
