package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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

  private static final long BINDS =
      Permission.BIND_ROLES.bit() | Permission.BIND_CLUSTER_ROLES.bit();
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

  private final CompiledAccess access;
  private final RoleWrites writes;
  private final List<Gain> gains = new ArrayList<>();
  private final Map<Integer, Integer> administrators = new LinkedHashMap<>();
  private final Set<Promotion> seen = new HashSet<>();
  private final Map<Integer, List<BoundByGain>> boundByGain = new LinkedHashMap<>();

  /** A binding that an identity could make for itself, by the scope of the binding. */
  private record BoundByGain(int identity, GainedRole role) {}

  private record Promotion(int by, int with, int scope) {}

  RoleGrowth(CompiledAccess access) {
    this.access = access;
    this.writes = new RoleWrites(access);
  }

  List<Gain> grow() {
    for (int identity = 0; identity < access.identities().count(); identity++) {
      Identity one = access.identity(identity);
      if (access.hasAny(identity, BINDS | BINDINGS) && mayBind(identity) && !isUnlimited(one)) {
        bind(one);
      }
    }
    int known = access.identities().count();
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
    for (int namespace : writes.bindsIn(identity.id())) {
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
      for (GainedRole role : all) {
        boundByGain
            .computeIfAbsent(role.scope(), ignored -> new ArrayList<>())
            .add(new BoundByGain(grown, role));
      }
    }
  }

  private boolean mayBind(int identity) {
    return access.hasAny(identity, BINDS)
        || access.impliedGroups(identity).stream().anyMatch(group -> access.hasAny(group, BINDS));
  }

  private void bindInCluster(int identity, List<GainedRole> roles, List<Request> requests) {
    Request create = RoleWrites.request("create", "clusterrolebindings", "", "");
    Request createAnywhere = RoleWrites.request("create", "rolebindings", "", "");
    boolean creates = access.allowed(identity, create);
    boolean createsAnywhere = access.allowed(identity, createAnywhere);
    if (!creates && !createsAnywhere && !writes.writesBindings(identity)) {
      return;
    }
    if (!writes.scopes(identity, Permission.BIND_CLUSTER_ROLES).contains(Access.EVERYWHERE)) {
      return;
    }
    for (ResolvedRole role : access.bound().table().of("")) {
      Request bind = RoleWrites.request("bind", "clusterroles", "", role.role().meta().name());
      if (!access.allowed(identity, bind)) {
        continue;
      }
      if (creates || writes.mayChangeBindingOf(identity, role.role(), Access.EVERYWHERE)) {
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
    Request bindAny = RoleWrites.request("bind", "clusterroles", "", "cluster-admin");
    if (access.allowed(identity, bindAny) && (creates || createsAnywhere)) {
      roles.add(new GainedRole(GainedRole.EVERY_RIGHT, Access.EVERYWHERE, !creates));
      requests.add(bindAny);
    }
  }

  private void bindIn(int identity, int namespace, List<GainedRole> roles, List<Request> requests) {
    String name = writes.namespace(namespace);
    if (access.allowed(identity, Request.resource("*", "*", "*", "", name, ""))) {
      return; // nothing is left to gain there
    }
    Request create = RoleWrites.request("create", "rolebindings", name, "");
    boolean creates = access.allowed(identity, create);
    Set<Integer> bindsClusterRoles = writes.scopes(identity, Permission.BIND_CLUSTER_ROLES);
    List<ResolvedRole> candidates = new ArrayList<>(access.bound().table().of(name));
    if (bindsClusterRoles.contains(namespace) || bindsClusterRoles.contains(Access.EVERYWHERE)) {
      candidates.addAll(access.bound().table().of(""));
    }
    for (ResolvedRole role : candidates) {
      String resource = role.role().isClusterRole() ? "clusterroles" : "roles";
      Request bind = RoleWrites.request("bind", resource, name, role.role().meta().name());
      if (access.allowed(identity, bind)
          && (creates || writes.mayChangeBindingOf(identity, role.role(), namespace))) {
        roles.add(new GainedRole(role, namespace, false));
        requests.add(bind);
        requests.add(create);
      }
    }
    Request bindAny = RoleWrites.request("bind", "clusterroles", name, "cluster-admin");
    if (creates && access.allowed(identity, bindAny)) {
      roles.add(new GainedRole(GainedRole.EVERY_RIGHT, namespace, false));
      requests.add(bindAny);
    }
  }

  // I18.

  private void escalate(Identity identity) {
    Set<Integer> scopes = writes.scopes(identity.id(), Permission.ESCALATE_ROLES);
    if (scopes.contains(Access.EVERYWHERE)) {
      boolean entersAggregations = writes.mayWriteSomeClusterRole(identity.id());
      IdentityHashMap<Rbac.Role, Boolean> rewritable = new IdentityHashMap<>();
      for (int binding = 0; binding < access.bound().bindings().count(); binding++) {
        escalate(identity, binding, entersAggregations, rewritable);
      }
      for (List<BoundByGain> bound : boundByGain.values()) {
        escalateGained(identity, bound, entersAggregations);
      }
      return;
    }
    // Roles of a namespace only: ClusterRoles are written for the whole cluster.
    for (int scope : scopes) {
      IdentityHashMap<Rbac.Role, Boolean> rewritable = new IdentityHashMap<>();
      for (int binding : access.bound().bindings().ofScope(scope)) {
        escalate(identity, binding, false, rewritable);
      }
      escalateGained(identity, boundByGain.getOrDefault(scope, List.of()), false);
    }
  }

  private void escalate(
      Identity identity,
      int binding,
      boolean entersAggregations,
      IdentityHashMap<Rbac.Role, Boolean> rewritable) {
    if (access.bound().roleOf(binding) < 0) {
      return;
    }
    Rbac.Role role = access.bound().table().all().get(access.bound().roleOf(binding)).role();
    boolean rewrites =
        rewritable.computeIfAbsent(
            role,
            ignored ->
                (role.aggregation() != null && entersAggregations)
                    || writes.mayRewrite(identity.id(), role));
    if (rewrites) {
      Rbac.Binding one = access.bound().bindings().binding(binding);
      for (Rbac.Subject subject : one.subjects()) {
        promote(identity, subject, one, access.bound().bindings().scope(binding), role);
      }
    }
  }

  /** The same for bindings that somebody could make: he binds, another one rewrites the role. */
  private void escalateGained(
      Identity identity, List<BoundByGain> bound, boolean entersAggregations) {
    for (BoundByGain one : bound) {
      Rbac.Role role = one.role().role().role();
      if (writes.mayRewrite(identity.id(), role)
          || (role.aggregation() != null && entersAggregations)) {
        promote(identity, one.identity(), one.role().scope(), role);
      }
    }
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
            RoleWrites.request("escalate", resource, namespace, name),
            RoleWrites.request("update", resource, namespace, name),
            RoleWrites.request("patch", resource, namespace, name));
    gains.add(new Gain(by.id(), second, administrator(scope), true, requests));
  }

  private int administrator(int scope) {
    Integer known = administrators.get(scope);
    if (known != null) {
      return known;
    }
    int identity =
        access.grow(
            Identity.Kind.NAMESPACE_ADMINISTRATOR,
            writes.namespace(scope),
            "",
            new Requester("", List.of()),
            List.of(new GainedRole(GainedRole.EVERY_RIGHT, scope, false)));
    administrators.put(scope, identity);
    return identity;
  }
}
