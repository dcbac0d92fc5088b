package dev.ringfence.policy;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.policy.document.AssumptionsDocument.NodePool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * One possible node for each declared pool of which no node was read: all of them where the source
 * has no nodes, else pools that are scaled to zero today and may not be tomorrow.
 */
final class PossibleNodes {

  private PossibleNodes() {}

  static List<Node> of(List<NodePool> pools, Cluster cluster) {
    List<Node> nodes = new ArrayList<>();
    for (NodePool pool : pools) {
      if (cluster.nodes().stream().noneMatch(node -> !node.assumed() && isOf(pool, node))) {
        nodes.add(node(pool, cluster));
      }
    }
    return nodes;
  }

  /** A pool without labels cannot be told from the others, so no node is known to be of it. */
  private static boolean isOf(NodePool pool, Node node) {
    return !pool.labels().isEmpty()
        && pool.labels().entrySet().stream()
            .allMatch(label -> label.getValue().equals(node.labels().get(label.getKey())))
        && new HashSet<>(node.taints()).containsAll(pool.taints());
  }

  private static Node node(NodePool pool, Cluster cluster) {
    List<Node.RuntimeHandler> handlers = new ArrayList<>(pool.runtimeHandlers());
    if (!handlers.isEmpty() && handlers.stream().noneMatch(handler -> handler.name().isEmpty())) {
      handlers.add(new Node.RuntimeHandler("", false, false));
    }
    String enforcer = pool.enforcer();
    return new Node(
        new ObjectMeta(
            new ObjectReference("Node", null, name(pool, cluster)),
            labels(pool),
            enforcer == null ? Map.of() : Map.of(Node.ENFORCER_ANNOTATION, enforcer),
            null,
            pool.origin()),
        pool.taints(),
        false,
        Map.of(),
        handlers,
        new Node.SystemInfo("", "", "", "", pool.operatingSystem(), ""),
        List.of(),
        List.of(),
        "",
        true);
  }

  private static String name(NodePool pool, Cluster cluster) {
    return cluster.nodeIndex(pool.name()) < 0 ? pool.name() : "pool/" + pool.name();
  }

  /**
   * The pool's labels with those that every kubelet sets. A pool that declares none keeps none: it
   * then fits every selector, which is the pessimistic reading.
   */
  private static LabelSet labels(NodePool pool) {
    if (pool.labels().isEmpty()) {
      return LabelSet.EMPTY;
    }
    Map<String, String> labels = new HashMap<>();
    labels.put("kubernetes.io/os", pool.operatingSystem());
    labels.put("kubernetes.io/arch", "amd64");
    labels.put("kubernetes.io/hostname", pool.name());
    labels.putAll(pool.labels());
    return LabelSet.of(labels);
  }
}
