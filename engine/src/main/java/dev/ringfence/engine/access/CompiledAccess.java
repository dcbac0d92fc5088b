package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every identity with its rights, those that steps would give included: what {@link Access} shows.
 */
final class CompiledAccess {

  private final BoundRoles bound;
  private final IdentityTable identities;
  private final List<IdentityRights> rights;
  private final Map<Integer, List<GainedRole>> gained = new HashMap<>();
  private final List<RoleGrowth.Gain> gains;

  CompiledAccess(Cluster cluster, Collection<Rbac.Subject> others) {
    bound = new BoundRoles(cluster);
    identities = new IdentityTable(cluster, bound.bindings(), others);
    rights = new ArrayList<>();
    for (int identity = 0; identity < identities.count(); identity++) {
      rights.add(bound.rightsOf(identities.get(identity)));
    }
    gains = grown();
  }

  /** The same identities with other bindings and roles, which concern those alone. */
  private CompiledAccess(CompiledAccess before, BoundRoles bound, BitSet concerned) {
    this.bound = bound;
    identities = new IdentityTable(before.identities);
    rights = new ArrayList<>(before.rights.subList(0, identities.count()));
    for (int one = concerned.nextSetBit(0); one >= 0; one = concerned.nextSetBit(one + 1)) {
      rights.set(one, bound.rightsOf(identities.get(one)));
    }
    gains = grown();
  }

  /** The same, but those that were made up have these numbers. */
  private CompiledAccess(CompiledAccess same, int[] numbers) {
    bound = same.bound;
    identities = new IdentityTable(same.identities, numbers);
    rights = new ArrayList<>(same.rights);
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
  }

  private List<RoleGrowth.Gain> grown() {
    return new RoleGrowth(this).grow();
  }

  /**
   * The same identities with other bindings, roles and objects of service accounts.
   *
   * @param concerned everybody whose bindings or their roles differ
   * @return null where the numbers of bindings are worn out, or other accounts are there
   */
  @Nullable CompiledAccess with(
      Cluster changed, BindingIndex others, RoleTable roles, BitSet concerned) {
    BoundRoles now = bound.with(changed, others, roles);
    return now == null ? null : new CompiledAccess(this, now, concerned);
  }

  /**
   * The same, but identities that were made up have these numbers, in the order of those that they
   * have now.
   */
  CompiledAccess renumbered(int[] numbers) {
    boolean same = true;
    for (int one = 0; one < numbers.length; one++) {
      same &= numbers[one] == ownCount() + one;
    }
    return same ? this : new CompiledAccess(this, numbers);
  }

  private int numbered(int identity, int[] numbers) {
    return identity < ownCount() ? identity : numbers[identity - ownCount()];
  }

  BoundRoles bound() {
    return bound;
  }

  Cluster cluster() {
    return bound.cluster();
  }

  IdentityTable identities() {
    return identities;
  }

  Identity identity(int id) {
    return identities.get(id);
  }

  /** How many identities are there that nobody made up. */
  int ownCount() {
    return identities.ownCount();
  }

  /** The identity that a user or group of that name has of its own, or -1. */
  int own(boolean group, String name) {
    return group ? identities.ofGroup(name) : identities.ofUser(name);
  }

  /** The identity of a subject, or -1 where nothing names it. */
  int identityOf(Rbac.Subject subject) {
    return switch (subject.kind()) {
      case USER -> identities.ofUser(subject.name());
      case GROUP -> identities.ofGroup(subject.name());
      case SERVICE_ACCOUNT ->
          identities.ofUser(Requester.serviceAccountUser(subject.namespace(), subject.name()));
    };
  }

  /** The implicit groups of an identity that some binding names, as identities. */
  List<Integer> impliedGroups(int identity) {
    List<Integer> implied = new ArrayList<>(2);
    for (String group : identity(identity).requester().groups()) {
      int id = identities.ofGroup(group);
      if (id >= 0 && id != identity && identity(id).kind() == Identity.Kind.IMPLICIT_GROUP) {
        implied.add(id);
      }
    }
    return implied;
  }

  IdentityRights rights(int identity) {
    return rights.get(identity);
  }

  /** Whether some scope or name gives the identity one of the permissions. */
  boolean hasAny(int identity, long bits) {
    return rights.get(identity).hasAny(bits);
  }

  /** Where an identity has the permission by bindings of its own. */
  void forEachRight(int identity, Permission permission, Access.RightVisitor visitor) {
    IdentityRights own = rights.get(identity);
    for (int index = 0; index < own.count(); index++) {
      if ((own.mask(index) & permission.bit()) != 0) {
        visitor.right(identity, own.scope(index), "");
      }
    }
    forEachNamed(identity, permission, visitor);
  }

  void forEachNamed(int identity, Permission permission, Access.RightVisitor visitor) {
    IdentityRights own = rights.get(identity);
    for (IdentityRights.Named named : own.named()) {
      if (named.permission() == permission && (own.everywhere() & permission.bit()) == 0) {
        visitor.right(identity, named.scope(), named.name());
      }
    }
  }

  boolean allowed(int identity, Request request) {
    return !grants(identity, request, true).isEmpty();
  }

  List<Grant> grants(int identity, Request request, boolean first) {
    return bound.grants(identity(identity).requester(), gained(identity), request, first);
  }

  /** The roles that an identity was made up with. */
  List<GainedRole> gained(int identity) {
    return gained.getOrDefault(identity, List.of());
  }

  List<RoleGrowth.Gain> gains() {
    return gains;
  }

  /** An identity made up for what steps give: it has the roles and the requester's own bindings. */
  int grow(
      Identity.Kind kind, String namespace, String name, Requester as, List<GainedRole> roles) {
    int id = identities.add(kind, namespace, name, as);
    gained.put(id, List.copyOf(roles));
    rights.add(bound.rightsBy(roles, as));
    return id;
  }
}
