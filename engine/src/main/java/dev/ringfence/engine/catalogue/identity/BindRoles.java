package dev.ringfence.engine.catalogue.identity;

/**
 * I17: who may bind a role gives its rights to itself.
 *
 * <p>Premises, of one identity: {@code create}, {@code update} or {@code patch} of bindings in the
 * scope, and {@code bind} on the role. Writing bindings alone is refused by the API server unless
 * all rules are held already, which gives their holder nothing new. The conclusion is an identity
 * with the roles it could bind, which may go further. No boundary.
 */
final class BindRoles extends RoleGainRow {

  BindRoles() {
    super(false);
  }

  @Override
  public String id() {
    return "I17";
  }

  @Override
  public String title() {
    return "binds a role that gives more rights";
  }
}
