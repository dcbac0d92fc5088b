package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the clusterrole-aggregation controller makes of roles that select others. It copies the
 * rules of every selected ClusterRole but the role itself, and it overwrites what the role held.
 *
 * <p>Where roles select each other in a circle, a rule that one of them once held can go round for
 * good, depending on who is copied first; so the rules as written count for roles on a circle. In a
 * dump or a live cluster what stands there authorizes now, so it counts as well.
 */
final class RoleAggregation {

  private final List<Rbac.Role> clusterRoles = new ArrayList<>();
  private final boolean written;
  private final Map<String, List<Rbac.Role>> selected = new HashMap<>();
  private final Map<String, Map<String, Rbac.Role>> reach = new HashMap<>();

  private RoleAggregation(Cluster cluster) {
    for (Rbac.Role role : cluster.roles()) {
      if (role.isClusterRole()) {
        clusterRoles.add(role);
      }
    }
    written = cluster.sourceKind() != Cluster.SourceKind.MANIFESTS;
  }

  /** Every role with its rules, in the cluster's order. */
  static List<ResolvedRole> resolve(Cluster cluster) {
    RoleAggregation aggregation = new RoleAggregation(cluster);
    List<ResolvedRole> roles = new ArrayList<>(cluster.roles().size());
    for (Rbac.Role role : cluster.roles()) {
      roles.add(new ResolvedRole(role, aggregation.rules(role)));
    }
    return roles;
  }

  private List<ResolvedRole.ResolvedRule> rules(Rbac.Role role) {
    List<ResolvedRole.ResolvedRule> rules = new ArrayList<>();
    if (role.aggregation() == null || !role.isClusterRole()) {
      addWritten(role, rules);
      return rules;
    }
    Map<String, Rbac.Role> reached = reachable(role);
    if (written || isOnCircle(role)) {
      addWritten(role, rules);
    }
    for (Rbac.Role other : reached.values()) {
      boolean same = other.meta().name().equals(role.meta().name());
      if (!same && (other.aggregation() == null || written || isOnCircle(other))) {
        addWritten(other, rules);
      }
    }
    return rules;
  }

  private boolean isOnCircle(Rbac.Role role) {
    return reachable(role).containsKey(role.meta().name());
  }

  private static void addWritten(Rbac.Role role, List<ResolvedRole.ResolvedRule> rules) {
    for (int index = 0; index < role.rules().size(); index++) {
      rules.add(new ResolvedRole.ResolvedRule(role.rules().get(index), role, index));
    }
  }

  /** Roles whose rules can get into this one, by name; itself only where it lies on a circle. */
  private Map<String, Rbac.Role> reachable(Rbac.Role from) {
    Map<String, Rbac.Role> known = reach.get(from.meta().name());
    if (known != null) {
      return known;
    }
    Map<String, Rbac.Role> reached = new LinkedHashMap<>();
    List<Rbac.Role> open = new ArrayList<>(selected(from));
    while (!open.isEmpty()) {
      Rbac.Role next = open.removeLast();
      if (reached.putIfAbsent(next.meta().name(), next) == null) {
        open.addAll(selected(next));
      }
    }
    reach.put(from.meta().name(), reached);
    return reached;
  }

  private List<Rbac.Role> selected(Rbac.Role role) {
    List<LabelSelector> selectors = role.aggregation();
    if (selectors == null) {
      return List.of();
    }
    String name = role.meta().name();
    List<Rbac.Role> known = selected.get(name);
    if (known != null) {
      return known;
    }
    Set<String> seen = new HashSet<>(Set.of(name)); // a role never copies itself
    List<Rbac.Role> matching = new ArrayList<>();
    for (LabelSelector selector : selectors) {
      for (Rbac.Role other : clusterRoles) {
        if (selector.matches(other.meta().labels()) && seen.add(other.meta().name())) {
          matching.add(other);
        }
      }
    }
    selected.put(name, matching);
    return matching;
  }
}
