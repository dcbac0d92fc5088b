package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.Reasons;
import dev.ringfence.engine.network.RuleReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names the policy and rule that lets a connection through, or those that stop it. */
final class ConnectEvidence {

  private final Landscape landscape;
  private final Facts facts;
  private final Routes routes;
  private final Plan plan;
  private final Reasons reasons;

  ConnectEvidence(Landscape landscape, Routes routes) {
    this.landscape = landscape;
    this.facts = landscape.facts();
    this.routes = routes;
    this.plan = routes.plan();
    this.reasons = landscape.network().reasons();
  }

  void explain(StepView step, EvidenceSink sink) {
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    int conclusion = step.conclusion();
    int premise = step.premise(0);
    switch (facts.kind(conclusion)) {
      case SENDS_AS -> sends(premise, evidence);
      case HOST_NETWORK -> hostNetwork(premise, evidence);
      case SENDS_TO -> {
        Sender sender = Sender.of(step, landscape, routes);
        int source =
            sender == null ? plan.sourceExample(routes.sourceClassOf(premise)) : sender.endpoint();
        evidence.rules(reasons.outwardByGrant(source, facts.a(conclusion)));
      }
      case PAST_ENFORCER -> evidence.enforcement(facts.a(conclusion));
      case RECEIVES -> {
        // On a path the step to the pod names the rules: whoever receives alike need not by the
        // same policies.
        if (step.leadingTo(premise) == null) {
          receives(
              premise,
              facts.a(conclusion),
              landscape.network().portSet(facts.b(conclusion)),
              evidence);
        }
      }
      case CONNECT, ARRIVES -> connects(step, evidence);
      default -> {} // SENDS_FREELY and its like only join what other steps show.
    }
  }

  private void sends(int premise, NetworkEvidence evidence) {
    if (facts.kind(premise) == FactKind.CODE_ON) {
      evidence.isolation(Direction.EGRESS, facts.a(premise));
      for (int enforcement : routes.enforcementsOn(facts.b(premise))) {
        evidence.enforcement(enforcement);
      }
    } else if (facts.kind(premise) == FactKind.SENDS_AS) {
      evidence.enforcement(routes.enforcementOf(premise));
    }
  }

  private void hostNetwork(int premise, NetworkEvidence evidence) {
    if (facts.kind(premise) == FactKind.CODE_ON) {
      evidence.pod(facts.a(premise), "hostNetwork", "true");
    }
  }

  private void receives(int premise, int group, PortSet ports, NetworkEvidence evidence) {
    int destination = Receivers.destinationExampleOf(group);
    switch (facts.kind(premise)) {
      case SENDS_FREELY_AS ->
          evidence.rules(reasons.inwardFromPeer(destination, facts.a(premise), ports));
      case SENDS_AS -> {
        int source = plan.sourceExample(routes.sourceClassOf(premise));
        evidence.rules(reasons.outward(source, destination, ports));
        evidence.rules(reasons.inward(source, destination, ports));
      }
      case SENDS_FREELY -> {
        if (!Receivers.isOpen(group)) {
          for (int peer : plan.peersGrantedBy(plan.destinationClass(destination))) {
            if (plan.isEveryone(peer)) {
              evidence.rules(reasons.inwardFromPeer(destination, peer, ports));
            }
          }
        }
      }
      default -> {}
    }
  }

  /** The destination's rules first: what is decided there is what its tenant looks at. */
  private void connects(StepView step, NetworkEvidence evidence) {
    int podClass = facts.a(step.conclusion());
    int endpoint = landscape.network().endpointOf(podClass);
    PortSet ports = landscape.network().portSet(facts.b(step.conclusion()));
    Sender sender = Sender.of(step, landscape, routes);
    if (facts.kind(step.premise(0)) != FactKind.RECEIVES) {
      pastEnforcer(sender, podClass, evidence);
    } else if (Receivers.isOpen(facts.a(step.premise(0)))) {
      evidence.open(routes, landscape.cluster().podClasses().get(podClass));
    } else {
      List<RuleReference> letting =
          sender == null ? List.of() : reasons.inward(sender.endpoint(), endpoint, ports);
      evidence.rules(letting);
      if (letting.isEmpty()) {
        evidence.isolation(Direction.INGRESS, podClass);
      }
    }
    if (facts.kind(step.conclusion()) == FactKind.CONNECT) {
      evidence.unguarded(podClass);
    }
    if (sender != null) {
      evidence.rules(
          sender.pastEgress()
              ? reasons.stoppingOutward(sender.endpoint(), endpoint)
              : reasons.outward(sender.endpoint(), endpoint, ports));
    }
  }

  private void pastEnforcer(@Nullable Sender sender, int podClass, NetworkEvidence evidence) {
    List<RuleReference> stopping =
        sender == null
            ? List.of()
            : reasons.stoppingInward(sender.endpoint(), landscape.network().endpointOf(podClass));
    evidence.rules(stopping);
    if (stopping.isEmpty()) {
      evidence.isolation(Direction.INGRESS, podClass);
    }
    for (int enforcement :
        routes.enforcementsBefore(landscape.cluster().podClasses().get(podClass))) {
      evidence.enforcement(enforcement);
    }
  }
}
