package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.TreeMap;

/**
 * E15. A node's credentials and a place from which the API can be reached → pods whose selectors
 * trust labels that a kubelet may set on its own node. Labels under
 * node-restriction.kubernetes.io/, other labels of Kubernetes' own domains and taints it may not
 * change.
 *
 * <p>Source: the NodeRestriction admission plug-in's documentation.
 */
final class LuredPods implements Row {

  @Override
  public String id() {
    return "E15";
  }

  @Override
  public String title() {
    return "draws pods to a node by its own labels";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      for (int podClass : landscape.placement().lured(nodeClass)) {
        steps
            .to(facts.code(podClass))
            .from(facts.nodeIdentity(nodeClass))
            .from(facts.apiPlace())
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.conclusion());
    PodSpec spec = landscape.cluster().podClasses().get(podClass).spec();
    String trusted = ": labels that a kubelet may set itself";
    new TreeMap<>(spec.nodeSelector())
        .forEach(
            (key, value) ->
                PodEvidence.add(
                    landscape, podClass, "nodeSelector[" + key + "]", value + trusted, evidence));
    List<PodSpec.NodeSelectorTerm> terms = spec.requiredNodeAffinity();
    if (terms != null) {
      for (PodSpec.NodeSelectorTerm term : terms) {
        for (LabelSelector.Requirement one : term.matchExpressions()) {
          PodEvidence.add(
              landscape,
              podClass,
              "affinity.nodeAffinity",
              one.key() + " " + one.operator() + " " + one.values() + trusted,
              evidence);
        }
      }
    }
  }
}
