package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.network.PortSet;
import java.util.Arrays;
import java.util.BitSet;

/** From the ways of sending to the ways of receiving, through peers and grants. */
final class Joints {

  private final Landscape landscape;
  private final Facts facts;
  private final Routes routes;
  private final Plan plan;
  private final Senders senders;
  private final Receivers receivers;

  Joints(Landscape landscape, Routes routes, Senders senders, Receivers receivers) {
    this.landscape = landscape;
    this.facts = landscape.facts();
    this.routes = routes;
    this.plan = routes.plan();
    this.senders = senders;
    this.receivers = receivers;
  }

  void derive(StepSink steps, Parts parts) {
    freelyToOpen(steps, parts);
    int labelled = Fence.NAMESPACE_SELECTORS.named(facts, -1);
    if (parts.areAll() && labelled >= 0 && !landscape.cluster().tieredPolicies().isEmpty()) {
      // Policies of tiers select namespaces: other labels take it out of their sight (I22).
      steps.to(facts.fact(FactKind.SENDS_FREELY)).from(labelled).add();
    }
    for (int peer = 0; peer < plan.peerCount(); peer++) {
      freelyToGrantors(steps, parts, peer);
    }
    BitSet grants = new BitSet();
    BitSet policed = senders.policed();
    for (int fact = policed.nextSetBit(0); fact >= 0; fact = policed.nextSetBit(fact + 1)) {
      boolean differs = parts.sending(routes.sourceExampleOf(fact));
      for (int grant : plan.grantsOf(routes.sourceClassOf(fact))) {
        grants.set(grant);
        if (differs) {
          steps.to(facts.fact(FactKind.SENDS_TO, grant)).from(fact).add();
        }
      }
      if (differs) {
        policedToPoliced(steps, fact);
      }
    }
    if (!parts.areAll()) {
      othersToPoliced(steps, parts);
    }
    boolean several = severalEnforcers();
    for (int grant = grants.nextSetBit(0); grant >= 0; grant = grants.nextSetBit(grant + 1)) {
      grantToOpen(steps, parts, grant);
    }
    for (int grant = grants.nextSetBit(0);
        several && grant >= 0;
        grant = grants.nextSetBit(grant + 1)) {
      grantPastEnforcers(steps, parts, grant);
    }
    receivers.connect(steps, parts);
  }

  private void freelyToOpen(StepSink steps, Parts parts) {
    for (int destination = 0; destination < plan.destinationClassCount(); destination++) {
      if (isAbout(parts, destination) && receivers.hasOpen(destination)) {
        steps
            .to(receivers.open(destination, PortSet.ALL))
            .from(facts.fact(FactKind.SENDS_FREELY))
            .add();
      }
    }
  }

  private boolean isAbout(Parts parts, int destination) {
    return parts.receiving(plan.destinationExample(destination));
  }

  private void freelyToGrantors(StepSink steps, Parts parts, int peer) {
    int[] grantors = plan.grantors(peer);
    if (grantors.length == 0) {
      return;
    }
    int hub =
        plan.isEveryone(peer)
            ? facts.fact(FactKind.SENDS_FREELY)
            : facts.fact(FactKind.SENDS_FREELY_AS, peer);
    boolean used = false;
    for (int destination : grantors) {
      // Where a destination differs, the peer is among the parts; else one that uses it is enough.
      if (receivers.hasPoliced(destination) && (!used || isAbout(parts, destination))) {
        PortSet ports = plan.grantedTo(peer, destination);
        used |= !ports.isEmpty();
        if (!ports.isEmpty() && isAbout(parts, destination)) {
          steps.to(receivers.policed(destination, ports)).from(hub).add();
        }
      }
    }
    if (used && parts.peer(peer)) {
      byLabels(steps, peer, hub);
    }
    if (used && !plan.isEveryone(peer)) {
      for (int doubt : Doubt.SINGLE) {
        int[] sources =
            parts.peer(peer)
                ? plan.sourcesIn(peer, doubt)
                : plan.sourcesIn(peer, doubt, parts.sending());
        for (int sourceClass : sources) {
          if (senders.isFree(sourceClass)) {
            Routes.granting(steps.to(hub).from(routes.sendsFreely(sourceClass)), doubt).add();
          }
        }
      }
    }
  }

  /** I23: a namespace that gets the labels that the peer asks for. */
  private void byLabels(StepSink steps, int peer, int hub) {
    boolean made = plan.isMadeByTiers(peer) && !plan.isBlock(peer);
    int number = landscape.network().namespaceSelectors().numberOf(plan.namespaceSelector(peer));
    int labelled =
        made || number >= 0 ? Fence.NAMESPACE_SELECTORS.named(facts, made ? -1 : number) : -1;
    if (labelled >= 0) {
      steps.to(hub).from(labelled).add();
    }
  }

  /** Both are isolated and each must admit the other: the one case that is not a joint. */
  private void policedToPoliced(StepSink steps, int sends) {
    plan.pairs(
        routes.sourceClassOf(sends),
        (destination, ports, doubts) -> toPoliced(steps, sends, destination, ports, doubts));
  }

  /** The same from senders that are as they were to receivers that are not. */
  private void othersToPoliced(StepSink steps, Parts parts) {
    BitSet differing = parts.receiving();
    for (int end = differing.nextSetBit(0); end >= 0; end = differing.nextSetBit(end + 1)) {
      int destination = plan.destinationClass(end);
      if (plan.isDestinationExample(end)
          && plan.isolatedDestination(destination)
          && receivers.hasPoliced(destination)) {
        BitSet admitted = admittedTo(destination);
        BitSet policed = senders.policed();
        for (int fact = policed.nextSetBit(0); fact >= 0; fact = policed.nextSetBit(fact + 1)) {
          int sends = fact;
          int source = routes.sourceClassOf(fact);
          if (admitted.get(source) && !parts.sending(routes.sourceExampleOf(fact))) {
            plan.pair(
                source,
                destination,
                (to, ports, doubts) -> toPoliced(steps, sends, to, ports, doubts));
          }
        }
      }
    }
  }

  private BitSet admittedTo(int destination) {
    BitSet sources = new BitSet();
    for (int peer : plan.peersGrantedBy(destination)) {
      for (int doubt : Doubt.SINGLE) {
        Arrays.stream(plan.sourcesIn(peer, doubt)).forEach(sources::set);
      }
    }
    return sources;
  }

  private void toPoliced(StepSink steps, int sends, int destination, PortSet ports, int doubts) {
    if (receivers.hasPoliced(destination)) {
      Routes.granting(steps.to(receivers.policed(destination, ports)).from(sends), doubts).add();
    }
  }

  /** Those whom the grant means; of a grant that is held as before, those that differ. */
  private int[] meant(Parts parts, int grant, int doubt) {
    int peer = plan.peerOfGrant(grant);
    return parts.grant(grant)
        ? plan.destinationsIn(peer, doubt)
        : plan.destinationsIn(peer, doubt, parts.receiving());
  }

  private void grantToOpen(StepSink steps, Parts parts, int grant) {
    int hub = facts.fact(FactKind.SENDS_TO, grant);
    for (int doubt : Doubt.SINGLE) {
      for (int destination : meant(parts, grant, doubt)) {
        PortSet ports = plan.portsAt(grant, destination);
        if (receivers.hasOpen(destination) && !ports.isEmpty()) {
          Routes.granting(steps.to(receivers.open(destination, ports)).from(hub), doubt).add();
        }
      }
    }
  }

  /** With one enforcer alone, failing it opens everything, so nothing more need be said. */
  private boolean severalEnforcers() {
    int upholding = 0;
    for (Enforcement enforcement : landscape.network().enforcements()) {
      upholding += enforcement.state() == Enforcement.State.NOT_ENFORCED ? 0 : 1;
    }
    return upholding > 1;
  }

  private void grantPastEnforcers(StepSink steps, Parts parts, int grant) {
    for (int doubt : Doubt.SINGLE) {
      for (int destination : meant(parts, grant, doubt)) {
        PortSet ports = plan.portsAt(grant, destination);
        if (!ports.isEmpty()) {
          for (PodClass podClass : receivers.policedPods(destination)) {
            grantPastEnforcers(steps, grant, podClass, ports, doubt);
          }
        }
      }
    }
  }

  private void grantPastEnforcers(
      StepSink steps, int grant, PodClass podClass, PortSet ports, int doubt) {
    int connect = routes.arrival(podClass.id(), ports);
    int hub = facts.fact(FactKind.SENDS_TO, grant);
    for (int enforcement : routes.enforcementsBefore(podClass)) {
      Enforcement passed = landscape.network().enforcement(enforcement);
      Routes.granting(steps.to(connect).from(hub), doubt)
          .breaking(Boundaries.networkPolicy(passed.product()))
          .add();
      Assumption feared = Routes.feared(passed);
      if (feared != null) {
        Routes.granting(steps.to(connect).from(hub), doubt).assuming(feared).add();
      }
    }
  }
}
