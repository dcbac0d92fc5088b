package dev.ringfence.engine.fact;

/** The kinds of facts; each says what its two arguments index. */
public enum FactKind {
  /** Runs code in some pod of the class (a: pod class or crafted pod). */
  CODE,
  /** May run code in whichever pod of the class, wherever it is (a: pod class or crafted pod). */
  CODE_ANYWHERE,
  /**
   * Runs code in a pod of the class on a node of the class (a: pod class or crafted pod, b: node
   * class).
   */
  CODE_ON,
  /** Holds a credential of the identity (a: identity of {@code access}). */
  HOLDS,
  /** Has a place from which the API endpoint can be connected to. */
  API_PLACE,
  /** Has a place outside the cluster, from which public endpoints can be connected to. */
  OUTSIDE,
  /** May do something by API requests (a: {@link Capability} ordinal, b: scope). */
  MAY,
  /** Has taken over a node of the class (a: node class). */
  NODE,
  /** Commands the kubelet of a node of the class (a: node class). */
  KUBELET,
  /** Holds the credentials {@code system:node:…} of a node of the class (a: node class). */
  NODE_IDENTITY,
  /** Runs code of some kind in some pod on a node of the class (a: node class). */
  ON_NODE,
  /** Has taken over some node. */
  SOME_NODE,
  /**
   * Knows environment, logs, files, traffic or memory of the pods that could be placed on nodes of
   * the class (a: node class, -1 for all of them).
   */
  NODE_CONTENT,
  /**
   * Knows tokens and Secrets of the pods that could be placed on nodes of the class (a: node
   * class).
   */
  NODE_SECRETS,
  /**
   * May create pods of its own making in some namespace with the admission profile (a: profile of
   * {@code admission}).
   */
  CRAFTS,
  /** Gets pods of a dangerous shape admitted somewhere (a: shape of {@code admission}). */
  SHAPE,
  /** Creates pods in some namespace that bounds a resource by no quota (a: resource). */
  CRAFTS_UNBOUNDED,
  /** Gets at volumes on a storage backend (a: name id of its driver or class). */
  STORAGE_BACKEND,
  /** Gets pods of its own making onto a node of the class (a: node class). */
  CRAFTED_ON,
  /**
   * Binds pods in which it runs code to whatever node (a: isolation of {@code workload}, the best
   * that stands around them).
   */
  BOUND_ANYWHERE,
  /** May connect to pods of the class (a: pod class, b: port set of {@code network}). */
  CONNECT,
  /**
   * Gets connections to a proxy that stands before pods of the class, and so not yet to them (a:
   * pod class, b: port set of {@code network}).
   */
  ARRIVES,
  /** May show a certificate of a service account (a: identity class of a service mesh). */
  SPEAKS_AS,
  /** May connect to the addresses of nodes of the class themselves (a: node class). */
  NODE_NETWORK,
  /**
   * May connect to the kubelet of nodes of the class, where policies stand before nodes; elsewhere
   * {@link #NODE_NETWORK} is as much (a: node class).
   */
  KUBELET_PORT,
  /** Reaches the metadata service of nodes of the class (a: node class). */
  METADATA,
  /**
   * Sends from a place whose egress is like that of others (a: by {@code Routes}, the first end of
   * its source class and what upholds its egress policies).
   */
  SENDS_AS,
  /** Sends from some place that no egress policy holds back. */
  SENDS_FREELY,
  /**
   * The same, from a place that a peer of ingress rules stands for (a: peer of {@code network}).
   */
  SENDS_FREELY_AS,
  /** Sends from a place to which an egress rule grants something (a: grant of {@code network}). */
  SENDS_TO,
  /**
   * May connect to whoever receives like this (a: by {@code Receivers}, the first end of their
   * destination class and whether policies hold for them, b: port set).
   */
  RECEIVES,
  /** Is on a node of the class, so that no policy keeps it from that node (a: node class). */
  OWN_NODE,
  /** Makes something that others take in: answers, metrics, logs, objects. */
  EMITS,
  /** May connect to node ports, whichever node they are opened on. */
  NODE_PORTS,
  /** Sends from the host network of a node of the class (a: node class). */
  HOST_NETWORK,
  /** Is past every policy that the enforcer enforces (a: enforcer of {@code network}). */
  PAST_ENFORCER,
  /**
   * Knows the content of a Secret (a: namespace or -1 for all of them, b: name id or 0 for all).
   */
  SECRET,
  /**
   * Knows the content of a ConfigMap, volume, log or environment in the namespace (a: namespace).
   */
  CONTENT,
  /** Gets traffic meant for pods or Services of the namespace (a: namespace). */
  TRAFFIC,
  /** Knows names of objects in the namespace (a: namespace). */
  NAMES,
  /** Knows names of cluster-scoped or of all objects, so of every tenant. */
  ALL_NAMES,
  /** May delete, evict, scale or redirect something in the namespace (a: namespace). */
  DISTURB,
  /**
   * Uses without bound what pods of the namespace use too (a: namespace, b: resource of {@code
   * contention}).
   */
  STARVE,
  /**
   * Uses a resource of a node of the class without bound (a: node class, -1 for what the whole
   * cluster shares, b: resource).
   */
  STARVE_NODE,
  /** Gets pods admitted with a priority above that of others (a: rank of {@code contention}). */
  OUTRANKS,
  /** Sends requests that a priority level of the API server takes (a: level). */
  API_LEVEL,
  /** A fence is down (a: {@link Fence}, b: where). */
  FENCE_DOWN,
  /** May take over every tenant: cluster administrator, or as good as that. */
  EVERYTHING,
  /** A tenant's stake is lost (a: tenant, b: stake ordinal, see {@code Goals}). */
  GOAL,
  /** What a row of the catalogue needs between its own steps (a, b: the row's own). */
  AUXILIARY
}
