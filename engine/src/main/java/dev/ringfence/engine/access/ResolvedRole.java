package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.List;

/** A role with the rules that it really has: aggregation done. */
public record ResolvedRole(Rbac.Role role, List<ResolvedRule> rules) {

  public ResolvedRole {
    rules = List.copyOf(rules);
  }

  /**
   * A rule and where somebody wrote it.
   *
   * @param owner the role that holds it: the role itself or one that it aggregates
   * @param index its place in {@code rules}
   */
  public record ResolvedRule(Rbac.Rule rule, Rbac.Role owner, int index) {}
}
