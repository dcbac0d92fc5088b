package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every role with its rules resolved and compiled, found by name. */
final class RoleTable {

  private final List<ResolvedRole> roles;
  private final RoleRights[] rights;
  private final RoleRights.Compiler compiler;
  private final Map<String, List<ResolvedRole>> rolesOf = new HashMap<>();
  private final Map<String, Integer> byName = new HashMap<>();

  RoleTable(Cluster cluster) {
    roles = RoleAggregation.resolve(cluster);
    rights = new RoleRights[roles.size()];
    compiler = new RoleRights.Compiler(new NamesRule(cluster));
    for (int role = 0; role < roles.size(); role++) {
      Rbac.Role one = roles.get(role).role();
      rolesOf
          .computeIfAbsent(one.meta().namespace(), ignored -> new ArrayList<>())
          .add(roles.get(role));
      byName.putIfAbsent(one.meta().namespace() + "/" + one.meta().name(), role);
      rights[role] = compiler.compile(roles.get(role).rules());
    }
  }

  /**
   * The table of a cluster that differs from that of this one in {@code Followed} objects alone.
   */
  RoleTable with(Cluster before, Cluster cluster) {
    return before.roles().equals(cluster.roles()) ? this : new RoleTable(cluster);
  }

  /** What a binding gives; empty where its role does not exist. */
  List<ResolvedRole.ResolvedRule> resolved(Rbac.Binding binding) {
    int role = referredBy(binding);
    return role < 0 ? List.of() : roles.get(role).rules();
  }

  List<ResolvedRole> all() {
    return roles;
  }

  /** The Roles of a namespace, or the ClusterRoles where it is empty. */
  List<ResolvedRole> of(String namespace) {
    return rolesOf.getOrDefault(namespace, List.of());
  }

  RoleRights rights(int role) {
    return rights[role];
  }

  RoleRights.Compiler compiler() {
    return compiler;
  }

  /** The role that a binding refers to, or -1 where it does not exist. */
  int referredBy(Rbac.Binding binding) {
    String namespace = binding.clusterRole() ? "" : binding.meta().namespace();
    boolean possible = binding.clusterRole() || !binding.isClusterRoleBinding();
    return possible ? byName.getOrDefault(namespace + "/" + binding.roleName(), -1) : -1;
  }
}
