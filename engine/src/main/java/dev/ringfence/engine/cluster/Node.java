package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.Map;

/**
 * A node, or one possible node of a declared pool.
 *
 * @param allocatable resource name to quantity as written
 * @param runtimeHandlers from status.runtimeHandlers; empty where the kubelet does not say
 * @param providerId {@code aws:///…} and its like, empty where unset
 * @param assumed true where no such node was read: a declared pool's or the stand-in of a source
 *     without nodes
 */
public record Node(
    ObjectMeta meta,
    List<Taint> taints,
    boolean unschedulable,
    Map<String, String> allocatable,
    List<RuntimeHandler> runtimeHandlers,
    SystemInfo info,
    List<String> addresses,
    List<String> podCidrs,
    String providerId,
    boolean assumed) {

  /**
   * The annotation that says what enforces NetworkPolicy on a declared pool's nodes: a product such
   * as {@code calico}, or {@code none}. Absent where nobody said.
   */
  public static final String ENFORCER_ANNOTATION = "ringfence.dev/enforcer";

  /** A taint; {@code effect} is NoSchedule, PreferNoSchedule or NoExecute. */
  public record Taint(String key, String value, String effect) {}

  /** A handler that the node's container runtime offers; the default handler has the name "". */
  public record RuntimeHandler(String name, boolean userNamespaces, boolean recursiveReadOnly) {}

  /** What the kubelet says of its node: claims, not proofs. Empty strings where it does not say. */
  public record SystemInfo(
      String osImage,
      String kernelVersion,
      String containerRuntimeVersion,
      String kubeletVersion,
      String operatingSystem,
      String architecture) {
    public static final SystemInfo UNKNOWN = new SystemInfo("", "", "", "", "", "");
  }

  public Node {
    taints = List.copyOf(taints);
    allocatable = Map.copyOf(allocatable);
    runtimeHandlers = List.copyOf(runtimeHandlers);
    addresses = List.copyOf(addresses);
    podCidrs = List.copyOf(podCidrs);
  }

  /**
   * A node of which nothing is known but its name, labels and taints.
   *
   * @param assumed as {@link #assumed()}
   */
  public static Node bare(
      String name, LabelSet labels, List<Taint> taints, Origin origin, boolean assumed) {
    return new Node(
        new ObjectMeta(new ObjectReference("Node", null, name), labels, Map.of(), null, origin),
        taints,
        false,
        Map.of(),
        List.of(),
        SystemInfo.UNKNOWN,
        List.of(),
        List.of(),
        "",
        assumed);
  }

  public String name() {
    return meta.name();
  }

  public LabelSet labels() {
    return meta.labels();
  }
}
