package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Bindings with the roles that they give: what somebody may do by them, and by roles that he could
 * give himself. It knows of no identities that are made up; whoever asks says which roles he gains.
 */
final class BoundRoles {

  private static final long CLUSTER_SCOPED = clusterScopedBits();

  private final Cluster cluster;
  private final BindingIndex bindings;
  private final RoleTable table;
  private final int[] roleOfBinding;
  private final GrantSearch search;
  private final Map<String, Rbac.ServiceAccount> accounts;

  BoundRoles(Cluster cluster) {
    this.cluster = cluster;
    this.bindings = new BindingIndex(cluster);
    this.table = new RoleTable(cluster);
    this.roleOfBinding = new int[bindings.count()];
    this.accounts = accountsOf(cluster);
    referRoles(0);
    this.search = new GrantSearch(cluster, bindings, table.all(), roleOfBinding);
  }

  /** Other bindings and roles; where the roles are the same, bindings keep what they refer to. */
  private BoundRoles(
      BoundRoles before,
      Cluster cluster,
      BindingIndex bindings,
      RoleTable roles,
      Map<String, Rbac.ServiceAccount> accounts) {
    this.cluster = cluster;
    this.bindings = bindings;
    this.table = roles;
    this.accounts = accounts;
    this.roleOfBinding = Arrays.copyOf(before.roleOfBinding, bindings.count());
    referRoles(roles.equals(before.table) ? before.roleOfBinding.length : 0);
    this.search = new GrantSearch(cluster, bindings, table.all(), roleOfBinding);
  }

  /** Null where the numbers of bindings are worn out, or other service accounts are there. */
  @Nullable BoundRoles with(Cluster changed, BindingIndex others, RoleTable roles) {
    Map<String, Rbac.ServiceAccount> objects =
        changed.serviceAccounts().equals(cluster.serviceAccounts())
            ? accounts
            : accountsOf(changed);
    return others.isWornOut() || !objects.keySet().equals(accounts.keySet())
        ? null
        : new BoundRoles(this, changed, others, roles, objects);
  }

  private static Map<String, Rbac.ServiceAccount> accountsOf(Cluster cluster) {
    Map<String, Rbac.ServiceAccount> accounts = new HashMap<>();
    for (Rbac.ServiceAccount account : cluster.serviceAccounts()) {
      String namespace = account.meta().namespace();
      accounts.put(Requester.serviceAccountUser(namespace, account.meta().name()), account);
    }
    return accounts;
  }

  private static long clusterScopedBits() {
    long bits = 0;
    for (Permission permission : Permission.values()) {
      bits |= permission.isClusterScoped() ? permission.bit() : 0;
    }
    return bits;
  }

  private void referRoles(int first) {
    for (int binding = first; binding < bindings.count(); binding++) {
      roleOfBinding[binding] = table.referredBy(bindings.binding(binding));
    }
  }

  Cluster cluster() {
    return cluster;
  }

  BindingIndex bindings() {
    return bindings;
  }

  RoleTable table() {
    return table;
  }

  GrantSearch search() {
    return search;
  }

  /** The role of a binding, or -1 where it dangles. */
  int roleOf(int binding) {
    return roleOfBinding[binding];
  }

  /** The ServiceAccount object of a user name, or null where none was read. */
  Rbac.@Nullable ServiceAccount account(String user) {
    return accounts.get(user);
  }

  /** Bindings that refer to a role that does not exist. */
  List<Rbac.Binding> dangling() {
    List<Rbac.Binding> dangling = new ArrayList<>();
    for (Rbac.Binding binding : cluster.bindings()) {
      if (table.referredBy(binding) < 0) {
        dangling.add(binding);
      }
    }
    return dangling;
  }

  // Single requests.

  /** Everything by which somebody may make the request; the first of it where that is enough. */
  List<Grant> grants(Requester requester, List<GainedRole> gained, Request request, boolean first) {
    List<Grant> found = search.grants(requester, request, first);
    if (gained.isEmpty() || (first && !found.isEmpty())) {
      return found;
    }
    List<Grant> all = new ArrayList<>(found);
    for (GainedRole one : gained) {
      if (one.appliesTo(request, cluster)) {
        GrantSearch.addGrants(one.role(), null, 0, request, first, all);
      }
    }
    return all;
  }

  /** Whether some rule that somebody has, wherever it counts, is like that. */
  boolean hasRule(Requester requester, List<GainedRole> gained, Predicate<Rbac.Rule> like) {
    for (GainedRole more : gained) {
      if (more.role().rules().stream().anyMatch(rule -> like.test(rule.rule()))) {
        return true;
      }
    }
    return search.hasRule(requester, like);
  }

  /**
   * What gives an identity the permission in a scope, best first: its bindings and their rules.
   *
   * @param name empty for whatever name
   */
  List<Grant> grants(
      Identity one, List<GainedRole> gained, Permission permission, int scope, String name) {
    List<Grant> found = new ArrayList<>();
    for (int binding : ownBindings(one)) {
      boolean applies =
          bindings.scope(binding) == BindingIndex.CLUSTER || bindings.scope(binding) == scope;
      if (applies && roleOfBinding[binding] >= 0) {
        int subject = GrantSearch.subjectOf(bindings.binding(binding), one.requester());
        addGiving(
            table.all().get(roleOfBinding[binding]),
            bindings.binding(binding),
            subject,
            permission,
            name,
            found);
      }
    }
    for (GainedRole more : gained) {
      if (more.scope() == BindingIndex.CLUSTER || more.everyNamespace() || more.scope() == scope) {
        addGiving(more.role(), null, 0, permission, name, found);
      }
    }
    return found.isEmpty() && one.requester().groups().contains(Requester.MASTERS)
        ? List.of(Grant.MASTERS)
        : found;
  }

  private void addGiving(
      ResolvedRole role,
      Rbac.@Nullable Binding binding,
      int subject,
      Permission permission,
      String name,
      List<Grant> found) {
    for (ResolvedRole.ResolvedRule rule : role.rules()) {
      List<String> names = rule.rule().resourceNames();
      boolean fits = names.isEmpty() || name.isEmpty() || names.contains(name);
      if (fits && table.compiler().grants(permission, rule.rule())) {
        found.add(new Grant(binding, subject, role, rule));
      }
    }
  }

  private int[] ownBindings(Identity identity) {
    return switch (identity.kind()) {
      case SERVICE_ACCOUNT, USER -> bindings.ofUser(identity.requester().user());
      case GROUP, IMPLICIT_GROUP -> bindings.ofGroup(identity.name());
      case ANONYMOUS ->
          IntStream.concat(
                  Arrays.stream(bindings.ofUser(Requester.ANONYMOUS)),
                  Arrays.stream(bindings.ofGroup(Requester.UNAUTHENTICATED)))
              .toArray();
      case GROWN, NAMESPACE_ADMINISTRATOR, IMPERSONATED -> new int[0];
    };
  }

  // Compiled rights.

  /** What an identity that nobody made up has by bindings of its own. */
  IdentityRights rightsOf(Identity identity) {
    IdentityRights own = new IdentityRights();
    if (identity.requester().groups().contains(Requester.MASTERS)) {
      own.add(BindingIndex.CLUSTER, -1L);
      return own;
    }
    Holder holder = new Holder(identity.requester(), List.of(), own);
    for (int binding : ownBindings(identity)) {
      if (roleOfBinding[binding] >= 0) {
        addRights(holder, bindings.scope(binding), table.rights(roleOfBinding[binding]));
      }
    }
    return own;
  }

  /** What roles give that somebody could give himself. */
  IdentityRights rightsBy(List<GainedRole> roles, Requester requester) {
    Holder holder = new Holder(requester, roles, new IdentityRights());
    for (GainedRole role : roles) {
      RoleRights of = table.compiler().compile(role.role().rules());
      if (role.everyNamespace()) {
        of = new RoleRights(of.whole() & ~CLUSTER_SCOPED, of.named(), of.creatable());
      }
      addRights(holder, role.scope(), of);
    }
    return holder.rights();
  }

  /** Whose rights are added up. */
  private record Holder(Requester requester, List<GainedRole> gained, IdentityRights rights) {}

  private void addRights(Holder holder, int scope, RoleRights of) {
    holder
        .rights()
        .add(scope, scope == BindingIndex.CLUSTER ? of.whole() : of.whole() & ~CLUSTER_SCOPED);
    for (RoleRights.Named named : of.named()) {
      addNamed(scope, named, holder.rights());
    }
    for (RoleRights.Creatable creatable : of.creatable()) {
      boolean dead = scope != BindingIndex.CLUSTER && creatable.permission().isClusterScoped();
      if (!dead && mayWrite(holder, scope, creatable)) {
        holder.rights().add(scope, creatable.permission().bit());
      }
    }
  }

  private void addNamed(int scope, RoleRights.Named named, IdentityRights own) {
    Permission permission = named.permission();
    if (permission == Permission.CHANGE_NAMESPACES || permission == Permission.DELETE_NAMESPACES) {
      int namespace = cluster.namespaceIndex(named.name());
      if (namespace >= 0 && (scope == BindingIndex.CLUSTER || scope == namespace)) {
        own.add(namespace, permission.bit());
      }
    } else if (scope == BindingIndex.CLUSTER || !permission.isClusterScoped()) {
      own.addNamed(scope, permission, named.name());
    }
  }

  /** Server-side apply creates for whoever may patch and create the name, both by this identity. */
  private boolean mayWrite(Holder holder, int scope, RoleRights.Creatable creatable) {
    String namespace = scope == BindingIndex.CLUSTER ? "" : cluster.namespaces().get(scope).name();
    Request patch =
        Request.resource(
            "patch", creatable.group(), creatable.resource(), "", namespace, creatable.name());
    return !grants(holder.requester(), holder.gained(), patch, true).isEmpty();
  }
}
