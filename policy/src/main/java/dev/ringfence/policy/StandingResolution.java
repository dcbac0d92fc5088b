package dev.ringfence.policy;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Followed;
import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people say about a cluster, kept while the cluster changes: it is worked out again unless
 * nothing changed but {@link Followed} objects that do not tell whose a namespace or a user is.
 * Roles, objects of service accounts and quotas tell nothing of it: nobody reads them here; nor
 * does a label of a namespace that only others asked for. To be used by one thread.
 */
public final class StandingResolution {

  private final PolicySet policy;
  private @Nullable Cluster cluster;
  private @Nullable Resolution resolution;

  public StandingResolution(PolicySet policy) {
    this.policy = policy;
  }

  /** The same as {@link PolicySet#resolve}. */
  public Resolution resolve(Cluster now) {
    Cluster before = cluster;
    Resolution known = resolution;
    Resolution resolved =
        before != null && known != null && isUnseen(before, now)
            ? known.following(now)
            : policy.resolve(now);
    cluster = now;
    resolution = resolved;
    return resolved;
  }

  private static boolean isUnseen(Cluster before, Cluster now) {
    Set<Followed.Kind> kinds = now.differsIn(before);
    return kinds != null
        && !kinds.contains(Followed.Kind.TENANCY_LABELS)
        && areUnseen(Followed.beside(now.bindings(), before.bindings()))
        && areUnseen(Followed.beside(before.bindings(), now.bindings()));
  }

  /**
   * A ClusterRoleBinding may show that a controller is the platform's, a user or group in a
   * namespace's bindings that they are its tenant's people, and any binding that the namespace
   * {@code default} is used.
   */
  private static boolean areUnseen(List<Rbac.Binding> bindings) {
    for (Rbac.Binding binding : bindings) {
      boolean accountsAlone =
          binding.subjects().stream()
              .allMatch(subject -> subject.kind() == Rbac.SubjectKind.SERVICE_ACCOUNT);
      if (binding.isClusterRoleBinding()
          || !accountsAlone
          || binding.meta().namespace().equals("default")) {
        return false;
      }
    }
    return true;
  }
}
