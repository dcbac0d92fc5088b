package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;

/**
 * E18. A connection to a node's addresses → {@code kubelet} → its kubelet, port 10250; without the
 * boundary where it lets anonymous clients in, and its pods' specs where the read-only port 10255
 * is open. A kubelet's configuration is not in the API: both are assumptions. What a kubelet
 * commanded gives is E13's.
 *
 * <p>Source: Kubernetes documentation, "Kubelet authentication/authorization".
 */
final class KubeletApi implements Row {

  @Override
  public String id() {
    return "E18";
  }

  @Override
  public String title() {
    return "commands a kubelet";
  }

  static final Assumption ANONYMOUS =
      new Assumption(
          "kubelet-anonymous-access",
          "Kubelets may let anonymous clients in (anonymous authentication with AlwaysAllow).",
          "true");

  static final Assumption READ_ONLY_PORT =
      new Assumption(
          "kubelet-read-only-port",
          "Kubelets may serve their pods' specs on the read-only port 10255.",
          "open");

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int[] members = landscape.placement().nodeClasses().get(nodeClass).members();
      boolean guarded = landscape.network().nodeGuards().guardsNodes(members);
      int network = facts.fact(guarded ? FactKind.KUBELET_PORT : FactKind.NODE_NETWORK, nodeClass);
      int kubelet = facts.kubelet(nodeClass);
      steps.to(kubelet).from(network).breaking(Boundaries.kubelet()).add();
      steps.to(kubelet).from(network).assuming(ANONYMOUS).add();
      steps
          .to(facts.fact(FactKind.NODE_CONTENT, nodeClass))
          .from(network)
          .assuming(READ_ONLY_PORT)
          .add();
      steps.to(facts.fact(FactKind.NODE_CONTENT, nodeClass)).from(kubelet).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodEvidence.addNode(
        landscape,
        landscape.facts().a(step.premise(0)),
        "status.daemonEndpoints.kubeletEndpoint.Port",
        "10250",
        evidence);
  }
}
