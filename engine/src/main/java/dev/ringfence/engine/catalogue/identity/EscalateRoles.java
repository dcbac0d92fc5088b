package dev.ringfence.engine.catalogue.identity;

/**
 * I18: who may escalate a role writes any rule into it; everybody bound to it has them.
 *
 * <p>Premises: {@code update} or {@code patch} of the role and {@code escalate} on it, of one
 * identity; and an identity that a binding gives the role, the same or another one, for it makes
 * its requests separately. A ClusterRole so written enters every aggregation whose label it is
 * given. No boundary.
 */
final class EscalateRoles extends RoleGainRow {

  EscalateRoles() {
    super(true);
  }

  @Override
  public String id() {
    return "I18";
  }

  @Override
  public String title() {
    return "rewrites a role that it is bound to";
  }
}
