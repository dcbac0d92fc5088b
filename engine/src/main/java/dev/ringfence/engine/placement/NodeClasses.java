package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collapses nodes into classes. Of a label only what some selector asks of it is kept: the value
 * where a selector names that value, else that there is one. So 5,000 nodes with a host name each
 * stay a few classes until a local volume names one of them.
 */
final class NodeClasses {

  /** What is left of a label whose value nobody asks for. */
  private static final String SOME_VALUE = "\0some";

  private record Key(
      LabelSet labels,
      String name,
      List<Node.Taint> taints,
      List<Node.RuntimeHandler> runtimeHandlers,
      String operatingSystem,
      String containerRuntime,
      String distribution,
      String provider,
      Set<String> roles,
      boolean runsControlPlane,
      boolean assumed) {}

  private final Map<String, Set<String>> namedValues = new HashMap<>();
  private final Set<String> comparedKeys = new HashSet<>();
  private final Set<String> namedNodes = new HashSet<>();
  private final Cluster cluster;
  private final Set<Integer> controlPlane;

  private NodeClasses(Cluster cluster) {
    this.cluster = cluster;
    this.controlPlane = ControlPlaneNodes.of(cluster);
  }

  /**
   * @param topologyKeys labels of which only the presence matters
   */
  static List<NodeClass> of(
      Cluster cluster, Collection<Demand> demands, Collection<String> topologyKeys) {
    NodeClasses classes = new NodeClasses(cluster);
    for (Demand demand : demands) {
      demand.labelRequirements().forEach(classes::read);
      classes.namedNodes.addAll(demand.nodeNames());
    }
    for (String key : topologyKeys) {
      classes.namedValues.computeIfAbsent(key, ignored -> new HashSet<>());
    }
    return classes.collapse();
  }

  private void read(LabelSelector.Requirement requirement) {
    Set<String> values = namedValues.computeIfAbsent(requirement.key(), ignored -> new HashSet<>());
    switch (requirement.operator()) {
      case IN, NOT_IN -> values.addAll(requirement.values());
      case EXISTS, DOES_NOT_EXIST -> {}
      case GT, LT, LIKE, NOT_LIKE -> comparedKeys.add(requirement.key());
    }
  }

  private List<NodeClass> collapse() {
    Map<Key, List<Integer>> groups = new LinkedHashMap<>();
    for (int node = 0; node < cluster.nodes().size(); node++) {
      groups.computeIfAbsent(key(node), ignored -> new ArrayList<>()).add(node);
    }
    List<NodeClass> classes = new ArrayList<>(groups.size());
    for (List<Integer> members : groups.values()) {
      int[] nodes = members.stream().mapToInt(Integer::intValue).toArray();
      classes.add(new NodeClass(classes.size(), nodes));
    }
    return List.copyOf(classes);
  }

  private Key key(int index) {
    Node node = cluster.nodes().get(index);
    Map<String, String> labels = new HashMap<>();
    Set<String> roles = new HashSet<>();
    for (int i = 0; i < node.labels().size(); i++) {
      String key = node.labels().key(i);
      String value = node.labels().value(i);
      if (key.startsWith(ControlPlaneNodes.ROLE_PREFIX)) {
        roles.add(key);
      }
      Set<String> named = namedValues.get(key);
      if (named != null) {
        boolean kept = comparedKeys.contains(key) || named.contains(value);
        labels.put(key, kept ? value : SOME_VALUE);
      }
    }
    return new Key(
        LabelSet.of(labels),
        namedNodes.contains(node.name()) ? node.name() : "",
        node.taints().stream().filter(taint -> !NodeFit.isTransient(taint)).toList(),
        node.runtimeHandlers(),
        NodeFit.operatingSystem(node),
        before(node.info().containerRuntimeVersion(), "://"),
        distribution(node.info().kubeletVersion()),
        before(node.providerId(), "://"),
        Set.copyOf(roles),
        controlPlane.contains(index),
        node.assumed());
  }

  private static String before(String text, String separator) {
    int end = text.indexOf(separator);
    return end < 0 ? text : text.substring(0, end);
  }

  /** {@code k3s} of {@code v1.34.1+k3s1}: who built the kubelet, without the build's number. */
  private static String distribution(String kubeletVersion) {
    for (int i = 0; i < kubeletVersion.length(); i++) {
      char c = kubeletVersion.charAt(i);
      if (c == '+' || c == '-') {
        int end = i + 1;
        while (end < kubeletVersion.length() && Character.isLetter(kubeletVersion.charAt(end))) {
          end++;
        }
        // k3s and rke2 have a digit of their own in the name.
        return kubeletVersion.startsWith("k3s", i + 1)
            ? "k3s"
            : kubeletVersion.substring(i + 1, end);
      }
    }
    return "";
  }
}
