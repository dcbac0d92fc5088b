package dev.ringfence.engine.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of {@code rbac.authorization.k8s.io/v1}. */
public final class Rbac {

  private Rbac() {}

  /** One rule; either resources or nonResourceURLs. Groups of resources: "" is the core group. */
  public record Rule(
      List<String> verbs,
      List<String> apiGroups,
      List<String> resources,
      List<String> resourceNames,
      List<String> nonResourceURLs) {
    public Rule {
      verbs = List.copyOf(verbs);
      apiGroups = List.copyOf(apiGroups);
      resources = List.copyOf(resources);
      resourceNames = List.copyOf(resourceNames);
      nonResourceURLs = List.copyOf(nonResourceURLs);
    }
  }

  /**
   * A Role (namespaced) or a ClusterRole.
   *
   * @param aggregation selectors over ClusterRoles' labels, or null where it does not aggregate;
   *     the rules are as read: in files an aggregated role's own rules are what its author wrote
   */
  public record Role(ObjectMeta meta, List<Rule> rules, @Nullable List<LabelSelector> aggregation) {
    public Role {
      rules = List.copyOf(rules);
      aggregation = aggregation == null ? null : List.copyOf(aggregation);
    }

    public boolean isClusterRole() {
      return meta.reference().namespace() == null;
    }
  }

  /** What kind of subject a binding names. */
  public enum SubjectKind {
    USER,
    GROUP,
    SERVICE_ACCOUNT
  }

  /** A subject; {@code namespace} is empty but for service accounts. */
  public record Subject(SubjectKind kind, String namespace, String name) {}

  /**
   * A RoleBinding (namespaced) or a ClusterRoleBinding.
   *
   * @param clusterRole whether {@code roleRef.kind} is ClusterRole
   */
  public record Binding(
      ObjectMeta meta, boolean clusterRole, String roleName, List<Subject> subjects) {
    public Binding {
      subjects = List.copyOf(subjects);
    }

    public boolean isClusterRoleBinding() {
      return meta.reference().namespace() == null;
    }
  }

  /**
   * A service account.
   *
   * @param automount null where unset, which means true
   * @param secrets names of token Secrets of old
   */
  public record ServiceAccount(
      ObjectMeta meta,
      @Nullable Boolean automount,
      List<String> secrets,
      List<String> imagePullSecrets) {
    public ServiceAccount {
      secrets = List.copyOf(secrets);
      imagePullSecrets = List.copyOf(imagePullSecrets);
    }
  }
}
