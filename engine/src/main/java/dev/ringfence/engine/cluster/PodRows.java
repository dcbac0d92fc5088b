package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a cluster while it is built: columns that grow, and the one instance of every equal
 * label set and spec.
 */
final class PodRows {

  private final Map<LabelSet, LabelSet> labelSets = new HashMap<>();
  private final Map<PodSpec, PodSpec> specs = new HashMap<>();
  private final IdentityHashMap<PodSpec, PodSpec> internedSpecs = new IdentityHashMap<>();
  private final Pods.Columns columns = new Pods.Columns();
  private final List<@Nullable String> nodeOfPod = new ArrayList<>();

  LabelSet intern(LabelSet labels) {
    LabelSet known = labelSets.putIfAbsent(labels, labels);
    return known == null ? labels : known;
  }

  PodSpec intern(PodSpec spec) {
    // Hashing a spec goes through all of it, so one that is interned already is told by identity.
    if (internedSpecs.containsKey(spec)) {
      return spec;
    }
    PodSpec known = specs.putIfAbsent(spec, spec);
    if (known != null) {
      return known;
    }
    internedSpecs.put(spec, spec);
    return spec;
  }

  /**
   * Adds a row.
   *
   * @param namespace its index
   * @param nodeName the node it is bound to now, or null
   * @see ClusterBuilder#addPod
   */
  void add(
      int namespace,
      ObjectMeta meta,
      PodSpec spec,
      ObjectReference topmost,
      String specPath,
      @Nullable String nodeName,
      int replicas,
      boolean completed,
      List<String> addresses) {
    columns.namespaces.add(namespace);
    columns.names.add(meta.name());
    columns.labels.add(intern(meta.labels()));
    columns.specs.add(intern(spec));
    nodeOfPod.add(nodeName);
    columns.topmost.add(topmost);
    columns.specPaths.add(specPath);
    columns.replicas.add(replicas);
    columns.completed.add(completed);
    columns.addresses.add(addresses.isEmpty() ? List.of() : List.copyOf(addresses));
    columns.origins.add(meta.origin());
  }

  /** All pods; of a node that was not read none is bound. */
  Pods settle(List<Node> nodes) {
    Map<String, Integer> nodeIndex = new HashMap<>();
    for (int node = 0; node < nodes.size(); node++) {
      nodeIndex.put(nodes.get(node).name(), node);
    }
    for (String nodeName : nodeOfPod) {
      columns.nodes.add(nodeName == null ? -1 : nodeIndex.getOrDefault(nodeName, -1));
    }
    return new Pods(columns);
  }
}
