package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import java.util.BitSet;
import java.util.Set;

/**
 * N1: connects to another pod.
 *
 * <p>Premises: code in a pod; egress of the source and ingress of the destination allow the
 * connection, or are not enforced. Egress is upheld by what enforces on the source's node, ingress
 * by what enforces on the destination's; where a pod can be placed on several, the weakest counts.
 * Breaks: none, else {@code network-policy} of each denying direction's enforcer, which is one
 * boundary where both are one product. Source: NetworkPolicy v1, API reference.
 */
final class Connect implements RowOfParts {

  @Override
  public String id() {
    return "N1";
  }

  @Override
  public String title() {
    return "connects to a pod";
  }

  /** RECEIVES is no other row's. */
  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.RECEIVES);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Routes routes = new Routes(landscape);
    Receivers receivers = new Receivers(landscape, routes);
    Senders senders = new Senders(landscape, routes);
    BitSet upholding = receivers.enforcements();
    senders.policed().stream().map(routes::enforcementOf).forEach(upholding::set);
    // One after the other, whoever is behind which: so that equally small sets keep their order.
    upholding.stream()
        .mapToObj(each -> landscape.network().enforcement(each).product())
        .forEach(product -> steps.boundary(Boundaries.networkPolicy(product)));
    senders.derive(steps, parts);
    receivers.derive(steps, parts);
    new Joints(landscape, routes, senders, receivers).derive(steps, parts);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    new ConnectEvidence(landscape, new Routes(landscape)).explain(step, evidence);
  }
}
