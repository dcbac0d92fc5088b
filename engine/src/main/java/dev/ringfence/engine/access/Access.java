package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What every identity may do. Immutable once made; {@link #of} compiles it. */
public final class Access {

  /** The scope of what is allowed in the whole cluster. */
  public static final int EVERYWHERE = BindingIndex.CLUSTER;

  private static final long CLUSTER_SCOPED = clusterScopedBits();

  private final Cluster cluster;
  private final BindingIndex bindings;
  private final int[] roleOfBinding;
  private final GrantSearch search;
  private final RoleTable table;
  private final Map<String, Rbac.ServiceAccount> accounts;
  private final IdentityTable identities;
  private final List<IdentityRights> rights;
  private final Map<Integer, List<GainedRole>> gained;
  private final List<RoleGrowth.Gain> gains;

  /** Where somebody wants to know what is asked for. */
  private final @Nullable AccessReads reads;

  /** Where only the rights of some are told. */
  private final @Nullable BitSet only;

  private Access(Cluster cluster, Collection<Rbac.Subject> others) {
    this.cluster = cluster;
    bindings = new BindingIndex(cluster);
    table = new RoleTable(cluster);
    roleOfBinding = new int[bindings.count()];
    referRoles(0);
    search = new GrantSearch(cluster, bindings, table.all(), roleOfBinding);
    accounts = accountsOf(cluster);
    identities = new IdentityTable(cluster, bindings, others);
    gained = new HashMap<>();
    reads = null;
    only = null;
    rights = new ArrayList<>();
    for (int identity = 0; identity < identities.count(); identity++) {
      rights.add(rightsOf(identities.get(identity)));
    }
    gains = new RoleGrowth(this).grow();
  }

  /** The same identities with other bindings and roles, which concern those alone. */
  private Access(
      Access before,
      Cluster cluster,
      BindingIndex bindings,
      RoleTable roles,
      Map<String, Rbac.ServiceAccount> accounts,
      BitSet concerned) {
    this.cluster = cluster;
    this.bindings = bindings;
    this.accounts = accounts;
    table = roles;
    roleOfBinding = Arrays.copyOf(before.roleOfBinding, bindings.count());
    referRoles(roles.equals(before.table) ? before.roleOfBinding.length : 0);
    search = new GrantSearch(cluster, bindings, table.all(), roleOfBinding);
    identities = new IdentityTable(before.identities);
    gained = new HashMap<>();
    reads = null;
    only = null;
    rights = new ArrayList<>(before.rights.subList(0, identities.count()));
    for (int one = concerned.nextSetBit(0); one >= 0; one = concerned.nextSetBit(one + 1)) {
      rights.set(one, rightsOf(identities.get(one)));
    }
    gains = new RoleGrowth(this).grow();
  }

  private Access(Access same, int[] numbers) {
    cluster = same.cluster;
    bindings = same.bindings;
    table = same.table;
    roleOfBinding = same.roleOfBinding;
    search = same.search;
    accounts = same.accounts;
    identities = new IdentityTable(same.identities, numbers);
    rights = new ArrayList<>(same.rights);
    gained = new HashMap<>();
    for (int one = 0; one < numbers.length; one++) {
      rights.set(numbers[one], same.rights.get(same.ownCount() + one));
      gained.put(numbers[one], same.gained(same.ownCount() + one));
    }
    List<RoleGrowth.Gain> renumbered = new ArrayList<>();
    for (RoleGrowth.Gain gain : same.gains) {
      renumbered.add(
          new RoleGrowth.Gain(
              same.numbered(gain.by(), numbers),
              same.numbered(gain.with(), numbers),
              same.numbered(gain.to(), numbers),
              gain.writesRole(),
              gain.requests()));
    }
    gains = List.copyOf(renumbered);
    reads = null;
    only = null;
  }

  /** The same as somebody sees it. */
  private Access(Access same, @Nullable AccessReads reads, @Nullable BitSet only) {
    cluster = same.cluster;
    bindings = same.bindings;
    table = same.table;
    roleOfBinding = same.roleOfBinding;
    search = same.search;
    accounts = same.accounts;
    identities = same.identities;
    rights = same.rights;
    gained = same.gained;
    gains = same.gains;
    this.reads = reads;
    this.only = only;
  }

  public static Access of(Cluster cluster) {
    return of(cluster, List.of());
  }

  /**
   * @param others users and groups that are identities even where no binding names them
   */
  public static Access of(Cluster cluster, Collection<Rbac.Subject> others) {
    return new Access(cluster, others);
  }

  /** The same, noting what is asked for. */
  public Access noting(AccessReads noted) {
    return new Access(this, noted, only);
  }

  /**
   * The same, but {@link #forEachRight(Permission, RightVisitor)} tells the rights of these alone.
   */
  public Access telling(BitSet identities) {
    return new Access(this, reads, identities);
  }

  /**
   * The same identities with other bindings, roles and objects of service accounts.
   *
   * @param concerned everybody whose bindings or their roles differ
   * @return null where the numbers of bindings are worn out, or other accounts are there
   */
  @Nullable Access with(Cluster changed, BindingIndex others, RoleTable roles, BitSet concerned) {
    Map<String, Rbac.ServiceAccount> objects =
        changed.serviceAccounts().equals(cluster.serviceAccounts())
            ? accounts
            : accountsOf(changed);
    return others.isWornOut() || !objects.keySet().equals(accounts.keySet())
        ? null
        : new Access(this, changed, others, roles, objects, concerned);
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

  /** Bindings that refer to a role that does not exist: they give nothing. */
  public List<Rbac.Binding> danglingBindings() {
    noteRequest();
    List<Rbac.Binding> dangling = new ArrayList<>();
    for (Rbac.Binding binding : cluster.bindings()) {
      if (table.referredBy(binding) < 0) {
        dangling.add(binding);
      }
    }
    return dangling;
  }

  private void noteRequest() {
    if (reads != null) {
      reads.noteRequest();
    }
  }

  // Identities.

  public List<Identity> identities() {
    return identities.all();
  }

  public Identity identity(int id) {
    return identities.get(id);
  }

  /** The identity of a subject, or -1 where nothing names it. */
  public int identityOf(Rbac.Subject subject) {
    return switch (subject.kind()) {
      case USER -> identities.ofUser(subject.name());
      case GROUP -> identities.ofGroup(subject.name());
      case SERVICE_ACCOUNT -> serviceAccount(subject.namespace(), subject.name());
    };
  }

  /** The identity of a service account, or -1 where nothing names it. */
  public int serviceAccount(String namespace, String name) {
    return identities.ofUser(Requester.serviceAccountUser(namespace, name));
  }

  /** The identities of a namespace's service accounts. */
  public List<Integer> serviceAccountsOf(int namespace) {
    return identities.accountsOf(cluster.namespaces().get(namespace).name());
  }

  /** The ServiceAccount object of an identity, or null where none was read. */
  public Rbac.@Nullable ServiceAccount serviceAccountObject(int identity) {
    noteAccounts();
    return accounts.get(identities.get(identity).requester().user());
  }

  /** The ServiceAccount objects that were read. */
  public List<Rbac.ServiceAccount> serviceAccountObjects() {
    noteAccounts();
    return cluster.serviceAccounts();
  }

  private void noteAccounts() {
    if (reads != null) {
      reads.noteAccounts();
    }
  }

  public int anonymous() {
    return identities.ofUser(Requester.ANONYMOUS);
  }

  /** The implicit groups of an identity that some binding names, as identities. */
  public List<Integer> impliedGroups(int identity) {
    Identity one = identities.get(identity);
    List<Integer> implied = new ArrayList<>(2);
    for (String group : one.requester().groups()) {
      int id = identities.ofGroup(group);
      if (id >= 0 && id != identity && identities.get(id).kind() == Identity.Kind.IMPLICIT_GROUP) {
        implied.add(id);
      }
    }
    return implied;
  }

  // Single requests.

  /** Whether an identity may make the request. */
  public boolean allowed(int identity, Request request) {
    return !grants(identity, request, true).isEmpty();
  }

  /** Everything by which an identity may make the request. */
  public List<Grant> grants(int identity, Request request) {
    return grants(identity, request, false);
  }

  private List<Grant> grants(int identity, Request request, boolean first) {
    noteRequest();
    List<Grant> found = search.grants(identities.get(identity).requester(), request, first);
    List<GainedRole> more = gained.get(identity);
    if (more == null || (first && !found.isEmpty())) {
      return found;
    }
    List<Grant> all = new ArrayList<>(found);
    for (GainedRole one : more) {
      if (one.appliesTo(request, cluster)) {
        GrantSearch.addGrants(one.role(), null, 0, request, first, all);
      }
    }
    return all;
  }

  /** Whether some rule that any binding gives the identity, wherever it counts, is like that. */
  public boolean hasRule(int identity, Predicate<Rbac.Rule> like) {
    for (GainedRole more : gained.getOrDefault(identity, List.of())) {
      if (more.role().rules().stream().anyMatch(rule -> like.test(rule.rule()))) {
        return true;
      }
    }
    return search.hasRule(identities.get(identity).requester(), like);
  }

  /** Whether somebody with this name and groups may make the request. */
  public boolean allowed(Requester requester, Request request) {
    noteRequest();
    return !search.grants(requester, request, true).isEmpty();
  }

  /** Everything by which somebody with this name and groups may make the request. */
  public List<Grant> grants(Requester requester, Request request) {
    noteRequest();
    return search.grants(requester, request, false);
  }

  /**
   * Every binding by which anybody at all may make the request, with the rule. The members of
   * {@code system:masters} may as well, whatever bindings say.
   */
  public List<Grant> whoCan(Request request) {
    noteRequest();
    return search.whoCan(request);
  }

  // Compiled permissions.

  /** Sees one right. */
  public interface RightVisitor {
    /**
     * @param scope a namespace, or {@link #EVERYWHERE}
     * @param name the only object's name; empty for whatever name
     */
    void right(int identity, int scope, String name);
  }

  /** Every identity that has the permission by bindings of its own, not of its implicit groups. */
  public void forEachRight(Permission permission, RightVisitor visitor) {
    if (reads != null) {
      reads.note(permission);
    }
    if (only != null) {
      for (int one = only.nextSetBit(0); one >= 0; one = only.nextSetBit(one + 1)) {
        forEachRight(one, permission, visitor);
      }
      return;
    }
    for (int identity = 0; identity < rights.size(); identity++) {
      forEachRight(identity, permission, visitor);
    }
  }

  /** Every right over a single name that somebody has by bindings of its own. */
  public void forEachNamedRight(Permission permission, RightVisitor visitor) {
    if (reads != null) {
      reads.noteNamed(permission);
    }
    for (int identity = 0; identity < rights.size(); identity++) {
      forEachNamed(identity, permission, visitor);
    }
  }

  private void forEachNamed(int identity, Permission permission, RightVisitor visitor) {
    IdentityRights own = rights.get(identity);
    for (IdentityRights.Named named : own.named()) {
      if (named.permission() == permission && (own.everywhere() & permission.bit()) == 0) {
        visitor.right(identity, named.scope(), named.name());
      }
    }
  }

  /** Where an identity has the permission by bindings of its own. */
  public void forEachRight(int identity, Permission permission, RightVisitor visitor) {
    if (reads != null) {
      reads.note(permission);
    }
    IdentityRights own = rights.get(identity);
    for (int index = 0; index < own.count(); index++) {
      if ((own.mask(index) & permission.bit()) != 0) {
        visitor.right(identity, own.scope(index), "");
      }
    }
    forEachNamed(identity, permission, visitor);
  }

  /** Whether some scope or name gives the identity one of the permissions. */
  boolean hasAny(int identity, long bits) {
    return rights.get(identity).hasAny(bits);
  }

  /**
   * What gives an identity the permission in a scope, best first: its bindings and their rules.
   *
   * @param name empty for whatever name
   */
  public List<Grant> grants(int identity, Permission permission, int scope, String name) {
    noteRequest();
    List<Grant> found = new ArrayList<>();
    Identity one = identities.get(identity);
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
    for (GainedRole more : gained.getOrDefault(identity, List.of())) {
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
      case ANONYMOUS -> {
        int[] user = bindings.ofUser(Requester.ANONYMOUS);
        int[] group = bindings.ofGroup(Requester.UNAUTHENTICATED);
        yield java.util.stream.IntStream.concat(
                java.util.Arrays.stream(user), java.util.Arrays.stream(group))
            .toArray();
      }
      case GROWN, NAMESPACE_ADMINISTRATOR, IMPERSONATED -> new int[0];
    };
  }

  private IdentityRights rightsOf(Identity identity) {
    IdentityRights own = new IdentityRights();
    if (identity.requester().groups().contains(Requester.MASTERS)) {
      own.add(BindingIndex.CLUSTER, -1L);
      return own;
    }
    for (int binding : ownBindings(identity)) {
      if (roleOfBinding[binding] >= 0) {
        addRights(
            identity.id(), bindings.scope(binding), table.rights(roleOfBinding[binding]), own);
      }
    }
    return own;
  }

  private void addRights(int identity, int scope, RoleRights of, IdentityRights own) {
    own.add(scope, scope == BindingIndex.CLUSTER ? of.whole() : of.whole() & ~CLUSTER_SCOPED);
    for (RoleRights.Named named : of.named()) {
      addNamed(scope, named, own);
    }
    for (RoleRights.Creatable creatable : of.creatable()) {
      boolean dead = scope != BindingIndex.CLUSTER && creatable.permission().isClusterScoped();
      if (!dead && mayWrite(identity, scope, creatable)) {
        own.add(scope, creatable.permission().bit());
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
  private boolean mayWrite(int identity, int scope, RoleRights.Creatable creatable) {
    String namespace = scope == BindingIndex.CLUSTER ? "" : cluster.namespaces().get(scope).name();
    return allowed(
        identity,
        Request.resource(
            "patch", creatable.group(), creatable.resource(), "", namespace, creatable.name()));
  }

  // What the growth of rights needs.

  /** An identity made up for what steps give: it has the roles and the requester's own bindings. */
  int grow(
      Identity.Kind kind, String namespace, String name, Requester as, List<GainedRole> roles) {
    int id = identities.add(kind, namespace, name, as);
    gained.put(id, List.copyOf(roles));
    IdentityRights own = new IdentityRights();
    rights.add(own);
    for (GainedRole role : roles) {
      RoleRights of = table.compiler().compile(role.role().rules());
      if (role.everyNamespace()) {
        of = new RoleRights(of.whole() & ~CLUSTER_SCOPED, of.named(), of.creatable());
      }
      addRights(id, role.scope(), of, own);
    }
    return id;
  }

  List<GainedRole> gained(int identity) {
    return gained.getOrDefault(identity, List.of());
  }

  /** Rights that identities give themselves. */
  public List<RoleGrowth.Gain> gains() {
    if (reads != null) {
      reads.noteGains();
    }
    return gains;
  }

  List<ResolvedRole> roles() {
    return table.all();
  }

  /** The Roles of a namespace, or the ClusterRoles where it is empty. */
  List<ResolvedRole> rolesOf(String namespace) {
    return table.of(namespace);
  }

  // What following a change needs.

  /** The identity that a user or group of that name has of its own, or -1. */
  int own(boolean group, String name) {
    return group ? identities.ofGroup(name) : identities.ofUser(name);
  }

  boolean isThereAnyway(int identity) {
    return identities.isThereAnyway(identity);
  }

  /** How many identities are there that nobody made up. */
  int ownCount() {
    return identities.ownCount();
  }

  IdentityRights rights(int identity) {
    return rights.get(identity);
  }

  /**
   * The same, but identities that were made up have these numbers, in the order of those that they
   * have now.
   */
  Access renumbered(int[] numbers) {
    boolean same = true;
    for (int one = 0; one < numbers.length; one++) {
      same &= numbers[one] == ownCount() + one;
    }
    return same ? this : new Access(this, numbers);
  }

  private int numbered(int identity, int[] numbers) {
    return identity < ownCount() ? identity : numbers[identity - ownCount()];
  }

  RoleTable table() {
    return table;
  }

  BindingIndex bindings() {
    return bindings;
  }

  /** The role of a binding, or -1 where it dangles. */
  int roleOf(int binding) {
    return roleOfBinding[binding];
  }

  Cluster cluster() {
    return cluster;
  }
}
