package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import org.jspecify.annotations.Nullable;

/**
 * Why something is allowed.
 *
 * @param binding the binding that applies; null where a step before this one would make it, or for
 *     a member of {@code system:masters}
 * @param subject the place of the subject in it that applies
 * @param role the role that the binding refers to
 * @param rule the rule that allows it, and the role that holds it
 */
public record Grant(
    Rbac.@Nullable Binding binding,
    int subject,
    @Nullable ResolvedRole role,
    ResolvedRole.@Nullable ResolvedRule rule) {

  /** The grant of whoever is a member of {@code system:masters}: no rule is asked. */
  public static final Grant MASTERS = new Grant(null, 0, null, null);

  /** For example {@code RoleBinding blue/app, ClusterRole view rules[3]}. */
  @Override
  public String toString() {
    if (rule == null) {
      return "group " + Requester.MASTERS;
    }
    String where = rule.owner().meta().reference() + " rules[" + rule.index() + "]";
    return binding == null ? where : binding.meta().reference() + ", " + where;
  }
}
