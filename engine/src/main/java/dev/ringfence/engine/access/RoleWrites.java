package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an identity may do with roles and bindings, as the API server checks a write of one. */
final class RoleWrites {

  private static final String GROUP = "rbac.authorization.k8s.io";

  private final CompiledAccess access;

  RoleWrites(CompiledAccess access) {
    this.access = access;
  }

  static Request request(String verb, String resource, String namespace, String name) {
    return Request.resource(verb, GROUP, resource, "", namespace, name);
  }

  /** The name of a namespace; empty for the whole cluster. */
  String namespace(int scope) {
    return scope == Access.EVERYWHERE ? "" : access.cluster().namespaces().get(scope).name();
  }

  /** Where the identity, its groups included, has the permission, for some name at least. */
  Set<Integer> scopes(int identity, Permission permission) {
    Set<Integer> scopes = new LinkedHashSet<>();
    List<Integer> all = new ArrayList<>(access.impliedGroups(identity));
    all.add(identity);
    for (int one : all) {
      access.forEachRight(one, permission, (id, scope, name) -> scopes.add(scope));
    }
    return scopes;
  }

  /** Namespaces where the identity, its groups included, may bind some role. */
  Set<Integer> bindsIn(int identity) {
    Set<Integer> binds = scopes(identity, Permission.BIND_ROLES);
    binds.addAll(scopes(identity, Permission.BIND_CLUSTER_ROLES));
    Set<Integer> namespaces = new LinkedHashSet<>(binds);
    if (binds.contains(Access.EVERYWHERE)) {
      namespaces.addAll(scopes(identity, Permission.WRITE_ROLE_BINDINGS));
    }
    namespaces.remove(Access.EVERYWHERE);
    return namespaces;
  }

  /** Whether it may write bindings by rights of its own. */
  boolean writesBindings(int identity) {
    boolean[] found = {false};
    access.forEachRight(
        identity, Permission.WRITE_ROLE_BINDINGS, (id, scope, name) -> found[0] = true);
    return found[0];
  }

  /**
   * Whether the identity may change a binding of the role, or apply one under a name of its own: a
   * binding's subjects can be changed, its role cannot.
   */
  boolean mayChangeBindingOf(int identity, Rbac.Role role, int scope) {
    BindingIndex bindings = access.bound().bindings();
    for (int binding : bindings.ofScope(scope)) {
      Rbac.Binding one = bindings.binding(binding);
      boolean ofRole =
          one.clusterRole() == role.isClusterRole() && one.roleName().equals(role.meta().name());
      String resource = one.isClusterRoleBinding() ? "clusterrolebindings" : "rolebindings";
      if (ofRole && mayChange(identity, resource, one.meta().namespace(), one.meta().name())) {
        return true;
      }
    }
    return appliesByName(identity, scope);
  }

  /** Whether a name exists that the identity may both create and patch or update. */
  private boolean appliesByName(int identity, int scope) {
    String resource = scope == Access.EVERYWHERE ? "clusterrolebindings" : "rolebindings";
    String namespace = namespace(scope);
    boolean[] found = {false};
    access.forEachRight(
        identity,
        Permission.WRITE_ROLE_BINDINGS,
        (id, where, name) ->
            found[0] |=
                !name.isEmpty()
                    && access.allowed(identity, request("create", resource, namespace, name))
                    && mayChange(identity, resource, namespace, name));
    return found[0];
  }

  private boolean mayChange(int identity, String resource, String namespace, String name) {
    return access.allowed(identity, request("update", resource, namespace, name))
        || access.allowed(identity, request("patch", resource, namespace, name));
  }

  /** Whether it may give a role other rules than it holds itself. */
  boolean mayRewrite(int identity, Rbac.Role role) {
    String resource = role.isClusterRole() ? "clusterroles" : "roles";
    String namespace = role.meta().namespace();
    String name = role.meta().name();
    return access.allowed(identity, request("escalate", resource, namespace, name))
        && mayChange(identity, resource, namespace, name);
  }

  /** Whether it may write rules and labels of some ClusterRole, a new one included. */
  boolean mayWriteSomeClusterRole(int identity) {
    if (access.allowed(identity, request("escalate", "clusterroles", "", ""))
        && access.allowed(identity, request("create", "clusterroles", "", ""))) {
      return true;
    }
    for (ResolvedRole role : access.bound().table().of("")) {
      if (mayRewrite(identity, role.role())) {
        return true;
      }
    }
    return false;
  }
}
