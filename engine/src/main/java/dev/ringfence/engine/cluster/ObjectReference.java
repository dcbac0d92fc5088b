package dev.ringfence.engine.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Names one object as people do.
 *
 * @param kind the kind, for example {@code Deployment}
 * @param namespace null for cluster-scoped kinds
 * @param name metadata.name
 */
public record ObjectReference(String kind, @Nullable String namespace, String name)
    implements Comparable<ObjectReference> {

  /** The namespace, or the empty string for cluster-scoped objects. */
  public String namespaceOrEmpty() {
    return namespace == null ? "" : namespace;
  }

  @Override
  public int compareTo(ObjectReference other) {
    int order = kind.compareTo(other.kind);
    if (order == 0) {
      order = namespaceOrEmpty().compareTo(other.namespaceOrEmpty());
    }
    return order == 0 ? name.compareTo(other.name) : order;
  }

  /** {@code Deployment saas/web}, or {@code ClusterRole view}. */
  @Override
  public String toString() {
    return namespace == null ? kind + " " + name : kind + " " + namespace + "/" + name;
  }
}
