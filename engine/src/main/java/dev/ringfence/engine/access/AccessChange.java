package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What other bindings, roles and objects of service accounts, and nothing else, make of {@link
 * Access}: who has other rights. Everybody keeps his number.
 *
 * @param now what everybody may do afterwards
 * @param identities whose rights differ
 * @param concerned everybody of whom a single request may be answered otherwise, and those
 * @param permissions a bit for each permission that somebody has elsewhere than before
 * @param namedPermissions a bit for each that somebody has for other single names
 * @param gains whether other rights than before can be gained
 * @param accounts whether some object of a service account says something else
 * @param requests whether a single request may be answered otherwise
 */
public record AccessChange(
    Access now,
    BitSet identities,
    BitSet concerned,
    long permissions,
    long namedPermissions,
    boolean gains,
    boolean accounts,
    boolean requests) {

  /** Neither bindings nor roles nor accounts differ. */
  public static AccessChange none(Access known) {
    return new AccessChange(known, new BitSet(), new BitSet(), 0, 0, false, false, false);
  }

  /**
   * Follows a change.
   *
   * @param cluster which differs from what was compiled in {@code Followed} objects alone
   * @return null where others would be there than before, or more than this would have to be looked
   *     at: then all has to be compiled anew
   */
  public static @Nullable AccessChange of(Access known, Cluster cluster) {
    CompiledAccess before = known.compiled();
    RoleTable table = before.bound().table();
    BindingIndex bindings = before.bound().bindings().with(before.cluster(), cluster);
    RoleTable roles = table.with(before.cluster(), cluster);
    BitSet named = new BitSet();
    List<Rbac.Binding> changed = new ArrayList<>(bindings.come());
    changed.addAll(bindings.gone());
    if (!roles.equals(table)) {
      for (int binding : bindings.all()) {
        Rbac.Binding one = bindings.binding(binding);
        if (!roles.resolved(one).equals(table.resolved(one))) {
          changed.add(one);
        }
      }
    }
    for (Rbac.Binding binding : changed) {
      for (Rbac.Subject subject : binding.subjects()) {
        if (!note(before, bindings, binding, subject, named)) {
          return null;
        }
      }
    }
    CompiledAccess now = before.with(cluster, bindings, roles, named);
    return now == null ? null : difference(before, now, named);
  }

  /** Notes the identity that the subject is; says whether it is there as before. */
  private static boolean note(
      CompiledAccess before,
      BindingIndex bindings,
      Rbac.Binding binding,
      Rbac.Subject subject,
      BitSet named) {
    String user = BindingIndex.userOf(subject, binding);
    boolean group = subject.kind() == Rbac.SubjectKind.GROUP;
    if (user.isEmpty() && !group) {
      return true; // nobody
    }
    int identity = before.own(group, group ? subject.name() : user);
    boolean stillNamed =
        group ? bindings.ofGroup(subject.name()).length > 0 : bindings.ofUser(user).length > 0;
    if (identity < 0 || !(stillNamed || before.identities().isThereAnyway(identity))) {
      return false;
    }
    // What the members of an implicit group may do by name can rest on the group's bindings.
    if (before.identity(identity).kind() == Identity.Kind.IMPLICIT_GROUP) {
      return false;
    }
    named.set(identity);
    if (group) {
      // As nodes are of the group that their certificates name.
      for (int member = 0; member < before.ownCount(); member++) {
        if (before.identity(member).requester().groups().contains(subject.name())) {
          named.set(member);
        }
      }
    }
    return true;
  }

  private static @Nullable AccessChange difference(
      CompiledAccess before, CompiledAccess after, BitSet concerned) {
    int[] numbers = numbersBefore(before, after);
    if (numbers == null) {
      return null;
    }
    CompiledAccess now = after.renumbered(numbers);
    BitSet grown = (BitSet) concerned.clone();
    grown.set(now.ownCount(), now.identities().count());
    BitSet differing = new BitSet();
    long permissions = 0;
    long named = 0;
    for (int one = grown.nextSetBit(0); one >= 0; one = grown.nextSetBit(one + 1)) {
      long difference = now.rights(one).difference(before.rights(one));
      permissions |= difference;
      named |= now.rights(one).namedDifference(before.rights(one));
      if (difference != 0) {
        differing.set(one);
      }
    }
    boolean gains = !now.gains().equals(before.gains());
    boolean accounts = !now.cluster().serviceAccounts().equals(before.cluster().serviceAccounts());
    return new AccessChange(
        Access.of(now), differing, grown, permissions, named, gains, accounts, true);
  }

  /**
   * By number of an identity that was made up, from the first on, which it had before; null where
   * others were made up.
   */
  private static int @Nullable [] numbersBefore(CompiledAccess before, CompiledAccess now) {
    int own = before.ownCount();
    int count = before.identities().count();
    if (now.identities().count() != count) {
      return null;
    }
    Map<Identity, Integer> known = new HashMap<>();
    for (int one = own; one < count; one++) {
      known.put(before.identity(one).numbered(0), one);
    }
    int[] numbers = new int[count - own];
    for (int one = own; one < count; one++) {
      Integer number = known.remove(now.identity(one).numbered(0));
      if (number == null) {
        return null;
      }
      numbers[one - own] = number;
    }
    return numbers;
  }
}
