package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodSpec.NodeSelectorTerm;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** {@code storage.k8s.io StorageClass}. */
final class StorageClassMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          provisioner reclaimPolicy volumeBindingMode parameters
          allowedTopologies { matchLabelExpressions { key values } }
          """);

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return false;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields root = object.root();
    sink.builder()
        .add(
            new Policies.StorageClass(
                object.meta(false),
                root.text("provisioner"),
                root.text("reclaimPolicy", "Delete"),
                root.text("volumeBindingMode").equals("WaitForFirstConsumer"),
                root.textMap("parameters"),
                topologies(root)));
  }

  private static List<NodeSelectorTerm> topologies(Fields root) {
    Items items = root.items("allowedTopologies");
    List<NodeSelectorTerm> terms = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Items expressions = items.fields(i).items("matchLabelExpressions");
      List<LabelSelector.Requirement> requirements = new ArrayList<>(expressions.size());
      for (int j = 0; j < expressions.size(); j++) {
        Fields expression = expressions.fields(j);
        requirements.add(
            new LabelSelector.Requirement(
                expression.text("key"), LabelSelector.Operator.IN, expression.texts("values")));
      }
      terms.add(new NodeSelectorTerm(requirements, List.of()));
    }
    return terms;
  }
}
