package dev.ringfence.placement;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.NodeSelectorTerm;
import dev.ringfence.engine.cluster.PodSpecEdit;
import java.util.ArrayList;
import java.util.List;

/** The spec of a pod that asks for one node too, as {@link RealScheduler#pinned} writes it. */
final class Pinning {

  private Pinning() {}

  static PodSpec to(PodSpec spec, String node) {
    LabelSelector.Requirement name =
        new LabelSelector.Requirement("metadata.name", LabelSelector.Operator.IN, List.of(node));
    List<NodeSelectorTerm> own = spec.requiredNodeAffinity();
    List<NodeSelectorTerm> terms = new ArrayList<>();
    for (NodeSelectorTerm term :
        own == null ? List.of(new NodeSelectorTerm(List.of(), List.of())) : own) {
      List<LabelSelector.Requirement> fields = new ArrayList<>(term.matchFields());
      fields.add(name);
      terms.add(new NodeSelectorTerm(term.matchExpressions(), fields));
    }
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.requiredNodeAffinity = terms;
    return edit.build();
  }
}
