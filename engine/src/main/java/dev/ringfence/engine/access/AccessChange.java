package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What other bindings, and nothing else, make of {@link Access}: who has other rights. Everybody
 * keeps his number.
 *
 * @param now what everybody may do afterwards
 * @param identities whose rights differ
 * @param permissions a bit for each permission that somebody has elsewhere than before
 * @param namedPermissions a bit for each that somebody has for other single names
 */
public record AccessChange(
    Access now, BitSet identities, long permissions, long namedPermissions) {

  /**
   * Follows a change of bindings.
   *
   * @param cluster which differs from what was compiled in its bindings alone
   * @param others as they were given to {@link Access#of}
   * @return null where others would be there than before, or more than this would have to be looked
   *     at: then all has to be compiled anew
   */
  public static @Nullable AccessChange of(
      Access before, Cluster cluster, Collection<Rbac.Subject> others) {
    BindingIndex bindings = before.bindings().with(cluster);
    BitSet named = new BitSet();
    List<Rbac.Binding> changed = new ArrayList<>(bindings.come());
    changed.addAll(bindings.gone());
    for (Rbac.Binding binding : changed) {
      for (Rbac.Subject subject : binding.subjects()) {
        if (!note(before, bindings, binding, subject, named)) {
          return null;
        }
      }
    }
    Access now = before.with(cluster, bindings, named);
    return now == null ? null : difference(before, now, named);
  }

  /** Notes the identity that the subject is; says whether it is there as before. */
  private static boolean note(
      Access before,
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
        group
            ? bindings.ofGroup(subject.name()).length > 0
            : bindings.ofUser(user).length > 0;
    if (identity < 0 || !(stillNamed || before.isThereAnyway(identity))) {
      return false;
    }
    // What the members of an implicit group may do by name can rest on the group's bindings.
    if (before.identity(identity).kind() == Identity.Kind.IMPLICIT_GROUP) {
      return false;
    }
    named.set(identity);
    return true;
  }

  private static @Nullable AccessChange difference(Access before, Access now, BitSet concerned) {
    if (!now.hasEquallyGrown(before)) {
      return null;
    }
    BitSet grown = (BitSet) concerned.clone();
    grown.set(now.ownCount(), now.identities().size());
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
    return new AccessChange(now, differing, permissions, named);
  }
}
