package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import java.util.Map;

/**
 * What the API server's authorizers say of one request.
 *
 * @param reason in the server's own words; empty where nothing allows it
 * @param by every binding that allows it; none where the Node authorizer does
 */
public record Decision(boolean allowed, String reason, List<Grant> by) {

  public Decision {
    by = List.copyOf(by);
  }

  /**
   * What the authorizers say in their order: Node, then RBAC.
   *
   * @param fields what a field selector of the request asks of fields to be equal
   */
  public static Decision of(
      Access access,
      NodeAuthorizer nodes,
      Requester requester,
      Request request,
      Map<String, String> fields) {
    boolean master = requester.groups().contains(Requester.MASTERS);
    return !master && nodes.allows(requester, request, fields)
        ? new Decision(true, "", List.of())
        : of(access, requester, request);
  }

  /** What RBAC says. */
  public static Decision of(Access access, Requester requester, Request request) {
    List<Grant> grants = access.grants(requester, request);
    return grants.isEmpty()
        ? new Decision(false, "", grants)
        : new Decision(true, reason(grants.getFirst()), grants);
  }

  /** The words of {@code plugin/pkg/auth/authorizer/rbac}, which names one binding. */
  private static String reason(Grant grant) {
    Rbac.Binding binding = grant.binding();
    if (binding == null) {
      return ""; // the group system:masters is allowed before RBAC is asked
    }
    Rbac.Subject subject = binding.subjects().get(grant.subject());
    String kind = binding.isClusterRoleBinding() ? "ClusterRoleBinding" : "RoleBinding";
    String name =
        binding.isClusterRoleBinding()
            ? binding.meta().name()
            : binding.meta().name() + "/" + binding.meta().namespace();
    return "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s"
        .formatted(
            kind,
            name,
            binding.clusterRole() ? "ClusterRole" : "Role",
            binding.roleName(),
            words(subject, binding));
  }

  private static String words(Rbac.Subject subject, Rbac.Binding binding) {
    return switch (subject.kind()) {
      case USER -> "User \"" + subject.name() + "\"";
      case GROUP -> "Group \"" + subject.name() + "\"";
      case SERVICE_ACCOUNT -> {
        String namespace =
            subject.namespace().isEmpty() ? binding.meta().namespace() : subject.namespace();
        yield "ServiceAccount \"" + subject.name() + "/" + namespace + "\"";
      }
    };
  }
}
