package dev.ringfence.engine.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The permissions of one identity by its own bindings: for each scope (ascending, the whole cluster
 * first as -1) a bit for each permission, and those for single names apart.
 */
final class IdentityRights {

  /**
   * A permission for one name.
   *
   * @param scope the namespace, or -1 for that name in every namespace or without one
   */
  record Named(int scope, Permission permission, String name) {}

  private int[] scopes = new int[2];
  private long[] masks = new long[2];
  private int count;
  private final List<Named> named = new ArrayList<>(0);

  /** Adds permissions; calls come in order of their scopes, with few exceptions. */
  void add(int scope, long mask) {
    if (mask == 0) {
      return;
    }
    int at = count - 1;
    while (at >= 0 && scopes[at] > scope) {
      at--;
    }
    if (at >= 0 && scopes[at] == scope) {
      masks[at] |= mask;
      return;
    }
    if (count == scopes.length) {
      scopes = Arrays.copyOf(scopes, count * 2);
      masks = Arrays.copyOf(masks, count * 2);
    }
    System.arraycopy(scopes, at + 1, scopes, at + 2, count - at - 1);
    System.arraycopy(masks, at + 1, masks, at + 2, count - at - 1);
    scopes[at + 1] = scope;
    masks[at + 1] = mask;
    count++;
  }

  void addNamed(int scope, Permission permission, String name) {
    Named one = new Named(scope, permission, name);
    if (!named.contains(one)) {
      named.add(one);
    }
  }

  int count() {
    return count;
  }

  int scope(int index) {
    return scopes[index];
  }

  /** The permissions of a scope that the whole cluster's do not hold already. */
  long mask(int index) {
    return scopes[index] == BindingIndex.CLUSTER ? masks[index] : masks[index] & ~everywhere();
  }

  /** The permissions for the whole cluster. */
  long everywhere() {
    return count > 0 && scopes[0] == BindingIndex.CLUSTER ? masks[0] : 0;
  }

  /** Whether some scope or name has one of the permissions. */
  boolean hasAny(long bits) {
    for (int index = 0; index < count; index++) {
      if ((masks[index] & bits) != 0) {
        return true;
      }
    }
    for (Named one : named) {
      if ((one.permission().bit() & bits) != 0) {
        return true;
      }
    }
    return false;
  }

  List<Named> named() {
    return named;
  }

  /** A bit for each permission that the other has in other scopes or for other names. */
  long difference(IdentityRights other) {
    // Permissions for the whole cluster hide those of scopes and names.
    long differing = everywhere() ^ other.everywhere();
    int one = 0;
    int two = 0;
    while (one < count || two < other.count) {
      int scope = Math.min(scopeOrLast(one), other.scopeOrLast(two));
      long mine = scopeOrLast(one) == scope ? masks[one] : 0;
      long others = other.scopeOrLast(two) == scope ? other.masks[two] : 0;
      differing |= mine ^ others;
      one += scopeOrLast(one) == scope ? 1 : 0;
      two += other.scopeOrLast(two) == scope ? 1 : 0;
    }
    return differing | missing(other) | other.missing(this);
  }

  /** A bit for each permission that the other has for other single names. */
  long namedDifference(IdentityRights other) {
    long both = missing(new IdentityRights()) | other.missing(new IdentityRights());
    return missing(other) | other.missing(this) | (both & (everywhere() ^ other.everywhere()));
  }

  private int scopeOrLast(int index) {
    return index < count ? scopes[index] : Integer.MAX_VALUE;
  }

  private long missing(IdentityRights other) {
    long missing = 0;
    for (Named one : named) {
      missing |= other.named.contains(one) ? 0 : one.permission().bit();
    }
    return missing;
  }
}
