package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Outward;
import dev.ringfence.engine.placement.NodeClass;
import java.util.Set;

/**
 * N1 towards the API: gets a place from which the API endpoint can be connected to.
 *
 * <p>Premises: a place that sends; its egress allows the endpoint's address on its port. A node and
 * its host network always can. The endpoint is no pod: only rules towards everyone or an ipBlock
 * allow it, or a selector where it runs as a pod on the host network; where its address is not
 * known, a rule with an ipBlock may allow it, and that is an assumption. From outside: an
 * assumption too. A pod beside the API server on one node reaches it by the own-node exception.
 * Breaks: none, else {@code network-policy} on the way to sending freely (N1).
 */
final class ConnectToApiEndpoint implements RowOfParts {

  @Override
  public String id() {
    return "N1-api";
  }

  @Override
  public String title() {
    return "connects to the API endpoint";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.SENDS_AS);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    int place = facts.apiPlace();
    ApiEndpoint endpoint = new ApiEndpoint(landscape);
    if (parts.areAll()) {
      steps.to(place).from(facts.fact(FactKind.SENDS_FREELY)).add();
      steps.to(place).from(facts.outside()).assuming(NetworkAssumptions.API_ENDPOINT_PUBLIC).add();
      for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
        steps.to(place).from(facts.fact(FactKind.HOST_NETWORK, nodeClass.id())).add();
        if (endpoint.standsOn(nodeClass)) {
          steps.to(place).from(facts.fact(FactKind.NODE_NETWORK, nodeClass.id())).add();
        }
      }
    }
    Routes routes = new Routes(landscape);
    for (int fact : facts.ofKind(FactKind.SENDS_AS, parts.firstFact())) {
      fromPoliced(endpoint, steps, routes, fact, place);
    }
    for (int end : parts.sending().stream().toArray()) {
      for (int each = 0; each < landscape.network().enforcements().size(); each++) {
        int fact = routes.named(end, each);
        if (fact >= 0 && parts.isKnown(fact)) {
          fromPoliced(endpoint, steps, routes, fact, place);
        }
      }
    }
  }

  private static void fromPoliced(
      ApiEndpoint endpoint, StepSink steps, Routes routes, int sends, int place) {
    int source = routes.sourceExampleOf(sends);
    if (routes.enforcementOf(sends) < 0 || !routes.plan().isSourceExample(source)) {
      return; // not held back, or once called so and not any more
    }
    Outward.Ports open = endpoint.reachedFrom(source);
    if (!open.certain().and(endpoint.ports()).isEmpty()) {
      steps.to(place).from(sends).add();
    } else if (!open.ifAddressed().and(endpoint.ports()).isEmpty()) {
      steps.to(place).from(sends).assuming(NetworkAssumptions.API_ENDPOINT_ADDRESS).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    Facts facts = landscape.facts();
    int premise = step.premise(0);
    switch (facts.kind(premise)) {
      case SENDS_AS -> {
        Routes routes = new Routes(landscape);
        int source = routes.plan().sourceExample(routes.sourceClassOf(premise));
        evidence.rules(landscape.network().towardsAddresses().rulesTowards(source));
      }
      case NODE_NETWORK ->
          evidence.nodeClass(
              facts.a(premise), "metadata.labels", "the API server runs on this node");
      case HOST_NETWORK ->
          evidence.nodeClass(facts.a(premise), "metadata.name", "a node reaches the API");
      default -> {}
    }
  }
}
