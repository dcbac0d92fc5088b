package dev.ringfence.engine.contention;

/** What one tenant may use up that another needs; {@code STARVE} facts name it by ordinal. */
public enum Resource {
  CPU("cpu", true, true),
  MEMORY("memory", true, true),
  EPHEMERAL_STORAGE("ephemeral-storage", true, true),
  PROCESSES("processes", true, true),
  DISK_IO("disk-io", true, false),
  NETWORK_BANDWIDTH("network-bandwidth", true, false),
  OBJECT_COUNTS("object-counts", false, true),
  VOLUME_STORAGE("volume-storage", false, true),
  NODE_PORTS("node-ports", false, true),
  LOAD_BALANCERS("load-balancers", false, true),
  API_REQUESTS("api-requests", false, true),
  SHARED_SERVICES("shared-services", false, false),
  /** Places for others' pods: an anti-affinity to every namespace keeps all of them away. */
  SCHEDULING("scheduling", false, false);

  private final String word;
  private final boolean ofNode;
  private final boolean boundable;

  Resource(String word, boolean ofNode, boolean boundable) {
    this.word = word;
    this.ofNode = ofNode;
    this.boundable = boundable;
  }

  /** The name in answers. */
  public String word() {
    return word;
  }

  /** Whether it is a node's, so that only pods which could share that node contend. */
  public boolean ofNode() {
    return ofNode;
  }

  /**
   * Whether Kubernetes can bound it: nothing in the API bounds disk and network bandwidth, or a
   * client's share of DNS, ingress and egress; a quota that forbids affinity across namespaces
   * forbids the one that keeps other tenants away too.
   */
  public boolean boundable() {
    return boundable;
  }
}
