package dev.ringfence.policy.controls.admission;

/** Labels, taints and annotations that fences are told by. */
public final class Words {

  /** On namespaces: whose they are. */
  public static final String TENANT = "ringfence.dev/tenant";

  /** On namespaces: the pattern, which chooses the admission policies. */
  public static final String PATTERN = "ringfence.dev/pattern";

  /** On namespaces: the isolation class. */
  public static final String ISOLATION_CLASS = "ringfence.dev/isolation-class";

  /** On namespaces, as an annotation: the RuntimeClass of its pods. */
  public static final String RUNTIME_CLASS = "ringfence.dev/runtime-class";

  /** On namespaces, as an annotation: the pool of its pods. */
  public static final String POOL = "ringfence.dev/pool";

  /** On namespaces, as an annotation: {@code open} where pods may hold tokens. */
  public static final String API = "ringfence.dev/api";

  /** On namespaces, as an annotation: host privileges, comma-separated. */
  public static final String PRIVILEGES = "ringfence.dev/host-privileges";

  /** On namespaces, as an annotation: the path below which images must be. */
  public static final String REGISTRY = "ringfence.dev/registry";

  /** On namespaces, as an annotation: what a pod may send, and get, in a second. */
  public static final String BANDWIDTH = "ringfence.dev/bandwidth";

  /** The Secret of a namespace that opens the tenant's own path of the registry, and no other. */
  public static final String PULL_SECRET = "ringfence-registry";

  /**
   * On namespaces: {@code enforce}, or {@code observe} where policies only warn and audit until the
   * tenant's turn comes.
   */
  public static final String STAGE = "ringfence.dev/stage";

  /** On nodes of one tenant; a kubelet cannot change it. */
  public static final String TENANT_NODE_LABEL = "node-restriction.kubernetes.io/ringfence-tenant";

  /** On nodes of a pool that several tenants share. */
  public static final String POOL_NODE_LABEL = "node-restriction.kubernetes.io/ringfence-pool";

  /** The taint of nodes of one tenant. */
  public static final String TENANT_TAINT = "ringfence.dev/tenant";

  /** The taint of nodes of a pool. */
  public static final String POOL_TAINT = "ringfence.dev/pool";

  private Words() {}
}
