package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which identities can give themselves rights by writing bindings (I17) or roles (I18).
 *
 * <p>The API server lets a binding through if its author may {@code bind} the role, or holds all of
 * its rules already; a role if he may {@code escalate} it, or holds the rules: {@code
 * pkg/registry/rbac/{rolebinding,clusterrole}/policybased}. Both checks look at the one identity
 * that makes the request. Rules already held give their holder nothing that he lacks, so only
 * {@code bind} and {@code escalate} lead anywhere. Labels of a ClusterRole, by which it would enter
 * an aggregation, are checked like its rules.
 *
 * <p>What an identity gains by binding is one more identity with those roles, which may grow again.
 * A role that somebody may rewrite makes administrators of everybody whom a binding gives it.
 */
public final class RoleGrowth {

  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final long BINDS = Permission.BIND_ROLES.bit();
  private static final long BINDINGS = Permission.WRITE_ROLE_BINDINGS.bit();
  private static final long ESCALATES = Permission.ESCALATE_ROLES.bit();

  /**
   * Rights that follow from one identity, or from two in separate requests.
   *
   * @param by who makes the request
   * @param with who is bound to the role that it rewrites; the same where one identity is enough
   * @param to what both are then
   * @param writesRole true for I18, false for I17
   * @param requests what {@code by} must be allowed, for evidence
   */
  public record Gain(int by, int with, int to, boolean writesRole, List<Request> requests) {
    public Gain {
      requests = List.copyOf(requests);
    }
  }

  private final Access access;
  private final List<Gain> gains = new ArrayList<>();
  private final Map<Integer, Integer> administrators = new LinkedHashMap<>();
  private final Set<Promotion> seen = new HashSet<>();

  private record Promotion(int by, int with, int scope) {}

  RoleGrowth(Access access) {
    this.access = access;
  }

  List<Gain> grow() {
    for (int identity = 0; identity < access.identities().size(); identity++) {
      Identity one = access.identity(identity);
      if (access.hasAny(identity, BINDS | BINDINGS) && mayBind(identity) && !isUnlimited(one)) {
        bind(one);
      }
    }
    int known = access.identities().size();
    for (int identity = 0; identity < known; identity++) {
      Identity one = access.identity(identity);
      if (access.hasAny(identity, ESCALATES) && !isUnlimited(one)) {
        escalate(one);
      }
    }
    return List.copyOf(gains);
  }

  private boolean isUnlimited(Identity identity) {
    Request everything = Request.resource("*", "*", "*", "", "", "");
    return access.allowed(identity.id(), everything);
  }

  // I17.

  private void bind(Identity identity) {
    List<GainedRole> roles = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    bindInCluster(identity.id(), roles, requests);
    for (int namespace : namespaces(identity.id())) {
      bindIn(identity.id(), namespace, roles, requests);
    }
    roles.removeAll(access.gained(identity.id()));
    if (!roles.isEmpty()) {
      Identity.Kind kind = Identity.Kind.GROWN;
      List<GainedRole> all = new ArrayList<>(access.gained(identity.id()));
      all.addAll(roles);
      String name = identity.kind() == kind ? identity.name() : identity.toString();
      int grown = access.grow(kind, "", name, identity.requester(), all);
      gains.add(new Gain(identity.id(), identity.id(), grown, false, requests));
    }
  }

  private boolean mayBind(int identity) {
    return access.hasAny(identity, BINDS)
        || access.impliedGroups(identity).stream().anyMatch(group -> access.hasAny(group, BINDS));
  }

  /** Namespaces where the identity, its groups included, may bind some role. */
  private Set<Integer> namespaces(int identity) {
    Set<Integer> binds = scopes(identity, Permission.BIND_ROLES);
    Set<Integer> namespaces = new LinkedHashSet<>(binds);
    if (binds.contains(Access.EVERYWHERE)) {
      namespaces.addAll(scopes(identity, Permission.WRITE_ROLE_BINDINGS));
    }
    namespaces.remove(Access.EVERYWHERE);
    return namespaces;
  }

  private Set<Integer> scopes(int identity, Permission permission) {
    Set<Integer> scopes = new LinkedHashSet<>();
    List<Integer> all = new ArrayList<>(access.impliedGroups(identity));
    all.add(identity);
    for (int one : all) {
      access.forEachRight(one, permission, (id, scope, name) -> scopes.add(scope));
    }
    return scopes;
  }

  private void bindInCluster(int identity, List<GainedRole> roles, List<Request> requests) {
    Request create = write("create", "clusterrolebindings", "", "");
    Request createAnywhere = write("create", "rolebindings", "", "");
    boolean creates = access.allowed(identity, create);
    boolean createsAnywhere = access.allowed(identity, createAnywhere);
    if (!creates && !createsAnywhere && !updatesSome(identity)) {
      return;
    }
    for (ResolvedRole role : access.roles()) {
      Request bind = write("bind", "clusterroles", "", role.role().meta().name());
      if (!role.role().isClusterRole() || !access.allowed(identity, bind)) {
        continue;
      }
      if (creates || updatesBindingOf(identity, role.role(), Access.EVERYWHERE)) {
        roles.add(new GainedRole(role, Access.EVERYWHERE, false));
        requests.add(bind);
        requests.add(create);
      } else if (createsAnywhere) {
        roles.add(new GainedRole(role, Access.EVERYWHERE, true));
        requests.add(bind);
        requests.add(createAnywhere);
      }
    }
    // Every cluster has cluster-admin, whether or not the source tells of it.
    Request bindAny = write("bind", "clusterroles", "", "cluster-admin");
    if (access.allowed(identity, bindAny) && (creates || createsAnywhere)) {
      roles.add(new GainedRole(GainedRole.EVERY_RIGHT, Access.EVERYWHERE, !creates));
      requests.add(bindAny);
    }
  }

  private boolean updatesSome(int identity) {
    boolean[] found = {false};
    access.forEachRight(
        identity, Permission.WRITE_ROLE_BINDINGS, (id, scope, name) -> found[0] = true);
    return found[0];
  }

  private void bindIn(int identity, int namespace, List<GainedRole> roles, List<Request> requests) {
    String name = access.cluster().namespaces().get(namespace).name();
    if (access.allowed(identity, Request.resource("*", "*", "*", "", name, ""))) {
      return; // nothing is left to gain there
    }
    Request create = write("create", "rolebindings", name, "");
    boolean creates = access.allowed(identity, create);
    for (ResolvedRole role : access.roles()) {
      boolean inScope = role.role().isClusterRole() || role.role().meta().namespace().equals(name);
      if (!inScope) {
        continue;
      }
      String resource = role.role().isClusterRole() ? "clusterroles" : "roles";
      Request bind = write("bind", resource, name, role.role().meta().name());
      if (access.allowed(identity, bind)
          && (creates || updatesBindingOf(identity, role.role(), namespace))) {
        roles.add(new GainedRole(role, namespace, false));
        requests.add(bind);
        requests.add(create);
      }
    }
    Request bindAny = write("bind", "clusterroles", name, "cluster-admin");
    if (creates && access.allowed(identity, bindAny)) {
      roles.add(new GainedRole(GainedRole.EVERY_RIGHT, namespace, false));
      requests.add(bindAny);
    }
  }

  /**
   * Whether the identity may change a binding of the role, or apply one under a name of its own: a
   * binding's subjects can be changed, its role cannot.
   */
  private boolean updatesBindingOf(int identity, Rbac.Role role, int scope) {
    BindingIndex bindings = access.bindings();
    for (int binding = 0; binding < bindings.count(); binding++) {
      Rbac.Binding one = bindings.binding(binding);
      boolean ofRole =
          bindings.scope(binding) == scope
              && one.clusterRole() == role.isClusterRole()
              && one.roleName().equals(role.meta().name());
      if (ofRole
          && mayChange(identity, resourceOf(one), one.meta().namespace(), one.meta().name())) {
        return true;
      }
    }
    return appliesByName(identity, scope);
  }

  /** Whether a name exists that the identity may both create and patch or update. */
  private boolean appliesByName(int identity, int scope) {
    String resource = scope == Access.EVERYWHERE ? "clusterrolebindings" : "rolebindings";
    String namespace =
        scope == Access.EVERYWHERE ? "" : access.cluster().namespaces().get(scope).name();
    boolean[] found = {false};
    access.forEachRight(
        identity,
        Permission.WRITE_ROLE_BINDINGS,
        (id, where, name) ->
            found[0] |=
                !name.isEmpty()
                    && access.allowed(identity, write("create", resource, namespace, name))
                    && mayChange(identity, resource, namespace, name));
    return found[0];
  }

  private boolean mayChange(int identity, String resource, String namespace, String name) {
    return access.allowed(identity, write("update", resource, namespace, name))
        || access.allowed(identity, write("patch", resource, namespace, name));
  }

  private static String resourceOf(Rbac.Binding binding) {
    return binding.isClusterRoleBinding() ? "clusterrolebindings" : "rolebindings";
  }

  // I18.

  private void escalate(Identity identity) {
    boolean entersAggregations = mayWriteSomeClusterRole(identity.id());
    Map<String, Boolean> mutable = new LinkedHashMap<>();
    BindingIndex bindings = access.bindings();
    for (int binding = 0; binding < bindings.count(); binding++) {
      int role = access.roleOf(binding);
      if (role < 0) {
        continue;
      }
      Rbac.Role one = access.roles().get(role).role();
      String key = one.meta().namespace() + "/" + one.meta().name();
      boolean rewritten =
          mutable.computeIfAbsent(
              key,
              ignored ->
                  (one.aggregation() != null && entersAggregations)
                      || mayRewrite(identity.id(), one));
      if (rewritten) {
        for (Rbac.Subject subject : bindings.binding(binding).subjects()) {
          promote(identity, subject, bindings.binding(binding), bindings.scope(binding), one);
        }
      }
    }
    promoteGrown(identity, entersAggregations);
  }

  private boolean mayRewrite(int identity, Rbac.Role role) {
    String resource = role.isClusterRole() ? "clusterroles" : "roles";
    String namespace = role.meta().namespace();
    String name = role.meta().name();
    return access.allowed(identity, write("escalate", resource, namespace, name))
        && mayChange(identity, resource, namespace, name);
  }

  /** Whether it may write rules and labels of some ClusterRole, a new one included. */
  private boolean mayWriteSomeClusterRole(int identity) {
    if (access.allowed(identity, write("escalate", "clusterroles", "", ""))
        && access.allowed(identity, write("create", "clusterroles", "", ""))) {
      return true;
    }
    for (ResolvedRole role : access.roles()) {
      if (role.role().isClusterRole() && mayRewrite(identity, role.role())) {
        return true;
      }
    }
    return false;
  }

  private void promote(
      Identity by, Rbac.Subject subject, Rbac.Binding binding, int scope, Rbac.Role role) {
    String user = BindingIndex.userOf(subject, binding);
    int with =
        access.identityOf(
            user.isEmpty() ? subject : new Rbac.Subject(Rbac.SubjectKind.USER, "", user));
    if (with >= 0) {
      promote(by, with, scope, role);
    }
  }

  private void promote(Identity by, int with, int scope, Rbac.Role role) {
    boolean alone = with == by.id() || access.impliedGroups(by.id()).contains(with);
    int second = alone ? by.id() : with;
    if (!seen.add(new Promotion(by.id(), second, scope))) {
      return;
    }
    String resource = role.isClusterRole() ? "clusterroles" : "roles";
    String namespace = role.meta().namespace();
    String name = role.meta().name();
    List<Request> requests =
        List.of(
            write("escalate", resource, namespace, name),
            write("update", resource, namespace, name),
            write("patch", resource, namespace, name));
    gains.add(new Gain(by.id(), second, administrator(scope), true, requests));
  }

  /** The same for bindings that somebody could make: he binds, another one rewrites the role. */
  private void promoteGrown(Identity by, boolean writesClusterRoles) {
    for (Gain gain : List.copyOf(gains)) {
      if (gain.writesRole()) {
        continue;
      }
      for (GainedRole role : access.gained(gain.to())) {
        Rbac.Role one = role.role().role();
        if (mayRewrite(by.id(), one) || (one.aggregation() != null && writesClusterRoles)) {
          promote(by, gain.to(), role.scope(), one);
        }
      }
    }
  }

  private int administrator(int scope) {
    Integer known = administrators.get(scope);
    if (known != null) {
      return known;
    }
    String namespace =
        scope == Access.EVERYWHERE ? "" : access.cluster().namespaces().get(scope).name();
    int identity =
        access.grow(
            Identity.Kind.NAMESPACE_ADMINISTRATOR,
            namespace,
            "",
            new Requester("", List.of()),
            List.of(new GainedRole(GainedRole.EVERY_RIGHT, scope, false)));
    administrators.put(scope, identity);
    return identity;
  }

  private static Request write(String verb, String resource, String namespace, String name) {
    return Request.resource(verb, GROUP, resource, "", namespace, name);
  }
}
