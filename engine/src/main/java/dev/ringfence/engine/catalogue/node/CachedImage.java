package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import java.util.BitSet;
import java.util.List;

/**
 * E21. A pod of one's own making on a node, IfNotPresent or Never → the images that other pods
 * pulled there with credentials, where the kubelet does not check credentials again. It is so by
 * default since 1.35 only for images not pulled with the node's own; the kubelet's setting is not
 * in the API.
 *
 * <p>Source: KEP-2535, "Ensure secret pulled images".
 */
final class CachedImage implements Row {

  @Override
  public String id() {
    return "E21";
  }

  @Override
  public String title() {
    return "starts a private image that a node has cached";
  }

  static final Assumption UNCHECKED =
      new Assumption(
          "image-pull-credential-check",
          "Kubelets may start cached private images without checking the pod's credentials.",
          "none");

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      BitSet namespaces = new BitSet();
      for (int id : landscape.placement().podClassesOn(nodeClass)) {
        PodClass podClass = landscape.cluster().podClasses().get(id);
        if (!podClass.spec().imagePullSecrets().isEmpty()) {
          namespaces.set(podClass.namespace());
        }
      }
      int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
      namespaces.stream()
          .forEach(
              namespace ->
                  steps
                      .to(facts.fact(FactKind.CONTENT, namespace))
                      .from(placed)
                      .assuming(UNCHECKED)
                      .add());
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int nodeClass = landscape.facts().a(step.premise(0));
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      PodClass podClass = landscape.cluster().podClasses().get(id);
      List<String> secrets = podClass.spec().imagePullSecrets();
      if (podClass.namespace() == landscape.facts().a(step.conclusion()) && !secrets.isEmpty()) {
        Container container = podClass.spec().containers().getFirst();
        String field = PodEvidence.containerPath(container) + ".image";
        PodEvidence.add(landscape, id, field, container.image(), evidence);
        PodEvidence.add(landscape, id, "imagePullSecrets", String.join(", ", secrets), evidence);
        break;
      }
    }
    PodEvidence.addNode(
        landscape,
        nodeClass,
        "status.images",
        "cached, pulled with another tenant's credentials",
        evidence);
  }
}
