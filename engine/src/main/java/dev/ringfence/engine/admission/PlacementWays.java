package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The ways in which a pod's spec can ask to be placed on a node. */
final class PlacementWays {

  private PlacementWays() {}

  /** By name; tolerating everything, or just what is there; and selecting it by its labels. */
  static List<Consumer<Map<String, Object>>> to(Node node) {
    List<Consumer<Map<String, Object>>> ways = new ArrayList<>();
    ways.add(spec -> spec.put("nodeName", node.name()));
    ways.add(spec -> spec.put("tolerations", tolerations(List.of(Map.of("operator", "Exists")))));
    ways.add(spec -> spec.put("tolerations", exact(node)));
    ways.add(
        spec -> {
          spec.put("tolerations", exact(node));
          spec.put("nodeSelector", new LinkedHashMap<>(node.labels().toMap()));
        });
    for (Map.Entry<String, String> label : node.labels().toMap().entrySet()) {
      ways.add(
          spec -> {
            spec.put("tolerations", exact(node));
            Map<String, Object> selector = new LinkedHashMap<>();
            selector.put(label.getKey(), label.getValue());
            spec.put("nodeSelector", selector);
          });
    }
    return ways;
  }

  private static List<Object> tolerations(List<Map<String, String>> written) {
    List<Object> tolerations = new ArrayList<>();
    written.forEach(one -> tolerations.add(new LinkedHashMap<String, Object>(one)));
    return tolerations;
  }

  private static List<Object> exact(Node node) {
    List<Map<String, String>> tolerations = new ArrayList<>();
    for (Node.Taint taint : node.taints()) {
      tolerations.add(
          Map.of(
              "key",
              taint.key(),
              "operator",
              "Equal",
              "value",
              taint.value(),
              "effect",
              taint.effect()));
    }
    return tolerations(tolerations);
  }
}
