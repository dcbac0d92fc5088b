package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an identity of a tenant may create pods or what makes pods, told by one binding. */
final class PodSpecRights {

  private static final Set<String> MAKERS =
      Set.of(
          "*",
          "pods",
          "deployments",
          "replicasets",
          "statefulsets",
          "daemonsets",
          "replicationcontrollers",
          "jobs",
          "cronjobs");

  private PodSpecRights() {}

  /** A binding that lets it, or null. */
  static @Nullable String find(Tenant tenant, Cluster cluster) {
    for (Rbac.Binding binding : cluster.bindings()) {
      if (binding.subjects().stream().anyMatch(subject -> isOf(tenant, subject, cluster))
          && makesPods(binding, cluster)) {
        ObjectReference reference = binding.meta().reference();
        return reference.toString();
      }
    }
    return null;
  }

  private static boolean isOf(Tenant tenant, Rbac.Subject subject, Cluster cluster) {
    return switch (subject.kind()) {
      case USER, GROUP ->
          tenant.subjects().contains(subject) || isAccountsOf(tenant, subject.name(), cluster);
      case SERVICE_ACCOUNT ->
          tenant.namespaces().contains(cluster.namespaceIndex(subject.namespace()));
    };
  }

  private static boolean isAccountsOf(Tenant tenant, String group, Cluster cluster) {
    String prefix = "system:serviceaccounts:";
    return group.startsWith(prefix)
        && tenant.namespaces().contains(cluster.namespaceIndex(group.substring(prefix.length())));
  }

  private static boolean makesPods(Rbac.Binding binding, Cluster cluster) {
    for (Rbac.Role role : cluster.roles()) {
      boolean referred =
          role.meta().name().equals(binding.roleName())
              && role.isClusterRole() == binding.clusterRole()
              && (role.isClusterRole()
                  || Objects.equals(
                      role.meta().reference().namespace(), binding.meta().reference().namespace()));
      if (referred && role.rules().stream().anyMatch(PodSpecRights::makesPods)) {
        return true;
      }
    }
    return false;
  }

  private static boolean makesPods(Rbac.Rule rule) {
    List<String> verbs = rule.verbs();
    return (verbs.contains("*") || verbs.contains("create"))
        && rule.resources().stream().anyMatch(MAKERS::contains);
  }
}
