package dev.ringfence.engine.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Names one object as people do.
 *
 * <p>Kubernetes' own kinds all have different names; others' may have theirs again (Calico's {@code
 * NetworkPolicy}, OpenKruise's {@code StatefulSet}), and an object of each may have one name. So
 * the API group of everything that is not Kubernetes' own is a part of what it is called, as
 * kubectl writes it and takes it: {@code networkpolicy.crd.projectcalico.org}.
 *
 * @param kind the kind, for example {@code Deployment}
 * @param group its API group; the empty string for all groups of Kubernetes itself
 * @param namespace null for cluster-scoped kinds
 * @param name metadata.name
 */
public record ObjectReference(String kind, String group, @Nullable String namespace, String name)
    implements Comparable<ObjectReference> {

  /** An object of a kind of Kubernetes' own. */
  public ObjectReference(String kind, @Nullable String namespace, String name) {
    this(kind, "", namespace, name);
  }

  /** What {@link #toString} wrote; null for any other text. */
  public static @Nullable ObjectReference parse(String text) {
    int space = text.indexOf(' ');
    if (space <= 0) {
      return null;
    }
    int dot = text.indexOf('.');
    boolean qualified = dot > 0 && dot < space;
    int slash = text.indexOf('/', space);
    return new ObjectReference(
        text.substring(0, qualified ? dot : space),
        qualified ? text.substring(dot + 1, space) : "",
        slash < 0 ? null : text.substring(space + 1, slash),
        text.substring(Math.max(space, slash) + 1));
  }

  /** {@code Deployment}, or {@code NetworkPolicy.crd.projectcalico.org}. */
  public String qualifiedKind() {
    return group.isEmpty() ? kind : kind + "." + group;
  }

  /** The namespace, or the empty string for cluster-scoped objects. */
  public String namespaceOrEmpty() {
    return namespace == null ? "" : namespace;
  }

  @Override
  public int compareTo(ObjectReference other) {
    int order = kind.compareTo(other.kind);
    if (order == 0) {
      order = group.compareTo(other.group);
    }
    if (order == 0) {
      order = namespaceOrEmpty().compareTo(other.namespaceOrEmpty());
    }
    return order == 0 ? name.compareTo(other.name) : order;
  }

  /** {@code Deployment saas/web}, or {@code GlobalNetworkPolicy.crd.projectcalico.org deny}. */
  @Override
  public String toString() {
    return qualifiedKind() + " " + (namespace == null ? name : namespace + "/" + name);
  }
}
