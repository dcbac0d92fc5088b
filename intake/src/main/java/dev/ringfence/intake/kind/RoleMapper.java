package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code rbac.authorization.k8s.io Role} and {@code ClusterRole}. */
final class RoleMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          rules { verbs apiGroups resources resourceNames nonResourceURLs }
          aggregationRule { clusterRoleSelectors }
          """);

  private final boolean namespaced;

  RoleMapper(boolean namespaced) {
    this.namespaced = namespaced;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return namespaced;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Items items = object.root().items("rules");
    List<Rbac.Rule> rules = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields rule = items.fields(i);
      rules.add(
          new Rbac.Rule(
              rule.texts("verbs"),
              rule.texts("apiGroups"),
              rule.texts("resources"),
              rule.texts("resourceNames"),
              rule.texts("nonResourceURLs")));
    }
    sink.builder().add(new Rbac.Role(object.meta(namespaced), rules, aggregation(object.root())));
  }

  private @Nullable List<LabelSelector> aggregation(Fields root) {
    Fields rule = namespaced ? null : root.fieldsOrNull("aggregationRule");
    if (rule == null) {
      return null;
    }
    Items items = rule.items("clusterRoleSelectors");
    List<LabelSelector> selectors = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      selectors.add(Selectors.labels(items.fields(i)));
    }
    return selectors;
  }
}
