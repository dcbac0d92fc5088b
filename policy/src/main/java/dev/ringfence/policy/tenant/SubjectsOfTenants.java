package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Users and groups that RoleBindings bind in one tenant's namespaces and that no ClusterRoleBinding
 * names: probably that tenant's people.
 */
final class SubjectsOfTenants {

  private static final int SEVERAL = -1;

  private static final Comparator<Rbac.Subject> ORDER =
      (one, other) -> {
        int order = one.kind().compareTo(other.kind());
        return order == 0 ? one.name().compareTo(other.name()) : order;
      };

  private SubjectsOfTenants() {}

  /**
   * The subjects, each with the only tenant that binds it.
   *
   * @param tenantOfNamespace for each namespace an id, or -1 where its bindings do not count
   */
  static Map<Rbac.Subject, Integer> of(Cluster cluster, int[] tenantOfNamespace) {
    Map<Rbac.Subject, Integer> tenants = new TreeMap<>(ORDER);
    for (Rbac.Binding binding : cluster.bindings()) {
      int tenant = SEVERAL;
      if (!binding.isClusterRoleBinding()) {
        int namespace = cluster.namespaceIndex(binding.meta().namespace());
        tenant = namespace < 0 ? SEVERAL : tenantOfNamespace[namespace];
      }
      for (Rbac.Subject subject : binding.subjects()) {
        if (subject.kind() != Rbac.SubjectKind.SERVICE_ACCOUNT
            && !subject.name().startsWith("system:")) {
          tenants.merge(subject, tenant, (known, other) -> known.equals(other) ? known : SEVERAL);
        }
      }
    }
    tenants.values().removeIf(tenant -> tenant == SEVERAL);
    return tenants;
  }
}
