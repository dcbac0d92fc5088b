package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.PodSpec.NodeSelectorTerm;
import dev.ringfence.engine.cluster.PodSpec.PodAffinityTerm;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.PodSpec.TopologySpreadConstraint;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What steers a pod to nodes. */
public final class SchedulingMapper {

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private SchedulingMapper() {}

  /** The required node affinity of a pod spec, or null where it has none. */
  static @Nullable List<NodeSelectorTerm> nodeAffinity(Fields spec) {
    Fields required = spec.fields("affinity").fields("nodeAffinity").fieldsOrNull(REQUIRED);
    return required == null ? null : terms(required);
  }

  /** The terms of a node selector. */
  public static List<NodeSelectorTerm> terms(Fields selector) {
    Items items = selector.items("nodeSelectorTerms");
    List<NodeSelectorTerm> terms = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      terms.add(
          new NodeSelectorTerm(
              Selectors.requirements(items.fields(i), "matchExpressions", true),
              Selectors.requirements(items.fields(i), "matchFields", true)));
    }
    return terms;
  }

  static List<PodAffinityTerm> podAffinity(Fields spec, String kind) {
    Items items = spec.fields("affinity").fields(kind).items(REQUIRED);
    if (items.isEmpty()) {
      return List.of();
    }
    List<PodAffinityTerm> terms = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      terms.add(
          new PodAffinityTerm(
              Selectors.labelsOrNull(item, "labelSelector"),
              item.texts("namespaces"),
              Selectors.labelsOrNull(item, "namespaceSelector"),
              item.texts("matchLabelKeys"),
              item.texts("mismatchLabelKeys"),
              item.text("topologyKey")));
    }
    return terms;
  }

  /** The tolerations behind a field of that name. */
  public static List<Toleration> tolerations(Fields parent) {
    Items items = parent.items("tolerations");
    if (items.isEmpty()) {
      return List.of();
    }
    List<Toleration> tolerations = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      tolerations.add(
          new Toleration(item.text("key"), exists(item), item.text("value"), item.text("effect")));
    }
    return tolerations;
  }

  /** Lt and Gt compare numbers (alpha in 1.35); as if they tolerated every value adds steps. */
  private static boolean exists(Fields toleration) {
    return switch (toleration.text("operator", "Equal")) {
      case "Equal" -> false;
      case "Exists", "Lt", "Gt" -> true;
      default -> throw ShapeException.refused(toleration, "operator", "must be Equal or Exists");
    };
  }

  static List<TopologySpreadConstraint> spread(Fields spec) {
    Items items = spec.items("topologySpreadConstraints");
    if (items.isEmpty()) {
      return List.of();
    }
    List<TopologySpreadConstraint> constraints = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      Long minDomains = item.integerOrNull("minDomains");
      constraints.add(
          new TopologySpreadConstraint(
              item.integer("maxSkew", 1),
              item.text("topologyKey"),
              item.text("whenUnsatisfiable").equals("DoNotSchedule"),
              Selectors.labelsOrNull(item, "labelSelector"),
              minDomains == null ? null : minDomains.intValue(),
              !item.text("nodeAffinityPolicy").equals("Ignore"),
              item.text("nodeTaintsPolicy").equals("Honor"),
              item.texts("matchLabelKeys")));
    }
    return constraints;
  }
}
