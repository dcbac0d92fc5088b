package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who can preempt whom: the priority of pods that are there, and the highest that a namespace's
 * quotas let a new pod have. Any namespace may use any class, the two of the system's own too (a
 * test asks the real server), unless a quota with that scope has no room for it.
 */
public final class Priorities {

  /** Every server has these; they outrank every class that users may make (at most 10^9). */
  private static final Map<String, Integer> SYSTEM =
      Map.of("system-node-critical", 2_000_001_000, "system-cluster-critical", 2_000_000_000);

  private static final String SCOPE = "PriorityClass";

  private final Cluster cluster;
  private final Map<String, Integer> preempting = new HashMap<>();
  private final List<Integer> values;
  private final Map<String, List<Policies.ResourceQuota>> quotas = new HashMap<>();

  Priorities(Cluster cluster) {
    this.cluster = cluster;
    preempting.putAll(SYSTEM);
    for (Policies.PriorityClass one : cluster.priorityClasses()) {
      if (one.preemptsLowerPriority()) {
        preempting.put(one.meta().name(), one.value());
      } else {
        preempting.remove(one.meta().name());
      }
    }
    this.values = new ArrayList<>(new TreeSet<>(preempting.values()));
    for (Policies.ResourceQuota quota : cluster.resourceQuotas()) {
      quotas.computeIfAbsent(quota.meta().namespace(), ignored -> new ArrayList<>()).add(quota);
    }
  }

  /** How many ranks there are: distinct priorities of classes that preempt. */
  public int ranks() {
    return values.size();
  }

  /** The priority of a rank; higher ranks have higher ones. */
  public int value(int rank) {
    return values.get(rank);
  }

  /** The highest rank that a new pod of the namespace may have, or -1 where it may have none. */
  public int highest(int namespace) {
    int highest = -1;
    for (Map.Entry<String, Integer> one : preempting.entrySet()) {
      if (forbidding(namespace, one.getKey()) == null) {
        highest = Math.max(highest, values.indexOf(one.getValue()));
      }
    }
    return highest;
  }

  /** Whether {@link #highest} answers as before, in a cluster that differs in quotas alone. */
  public boolean rankLike(Priorities before) {
    for (int namespace = 0; namespace < cluster.namespaces().size(); namespace++) {
      String name = cluster.namespaces().get(namespace).name();
      boolean same =
          quotas.getOrDefault(name, List.of()).equals(before.quotas.getOrDefault(name, List.of()));
      if (!same && highest(namespace) != before.highest(namespace)) {
        return false;
      }
    }
    return true;
  }

  /** The name of a class of that rank that the namespace may use; empty where there is none. */
  public String className(int namespace, int rank) {
    return preempting.entrySet().stream()
        .filter(one -> one.getValue().equals(values.get(rank)))
        .map(Map.Entry::getKey)
        .filter(name -> forbidding(namespace, name) == null)
        .min(String::compareTo)
        .orElse("");
  }

  /**
   * The quota that has no room for pods of a class in the namespace, or null where none forbids.
   */
  public Policies.@Nullable ResourceQuota forbidding(int namespace, String className) {
    String name = cluster.namespaces().get(namespace).name();
    for (Policies.ResourceQuota quota : quotas.getOrDefault(name, List.of())) {
      if (quota.allowsNoPods() && concerns(quota, className)) {
        return quota;
      }
    }
    return null;
  }

  /** Whether every pod of the class counts: a quota with other scopes leaves some of them free. */
  private static boolean concerns(Policies.ResourceQuota quota, String className) {
    for (String scope : quota.scopes()) {
      if (!scope.equals(SCOPE)) {
        return false;
      }
    }
    if (quota.scopeSelector() && quota.scopeExpressions().isEmpty()) {
      return false;
    }
    for (Policies.ScopeExpression expression : quota.scopeExpressions()) {
      if (!expression.scope().equals(SCOPE) || !expression.matches(className)) {
        return false;
      }
    }
    return true;
  }

  /** Whether its pods end others of a lower priority to get a node. */
  public boolean preempts(PodSpec spec) {
    String className = spec.priorityClassName();
    return className == null || !isKnown(className) || preempting.containsKey(className);
  }

  private boolean isKnown(String className) {
    return cluster.priorityClasses().stream().anyMatch(one -> one.meta().name().equals(className));
  }

  /**
   * The lowest rank that outranks a pod, or -1 where none does. A priority that nobody resolved may
   * be any.
   */
  public int outranking(PodSpec spec) {
    Integer own = spec.priority();
    for (int rank = 0; rank < values.size(); rank++) {
      if (own == null || values.get(rank) > own) {
        return rank;
      }
    }
    return -1;
  }
}
