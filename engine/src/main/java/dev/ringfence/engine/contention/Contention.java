package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What pods and namespaces may use without bound: limits, LimitRanges and ResourceQuotas. */
public final class Contention {

  private final List<Set<String>> quotaKeys;
  private final List<Set<String>> defaultLimits;
  private final Priorities priorities;
  private final Flows flows;

  private Contention(Cluster cluster) {
    this.priorities = new Priorities(cluster);
    this.flows = new Flows(cluster);
    this.quotaKeys = perNamespace(cluster);
    this.defaultLimits = perNamespace(cluster);
    for (Policies.ResourceQuota quota : cluster.resourceQuotas()) {
      int namespace = cluster.namespaceIndex(quota.meta().namespace());
      // A quota with scopes leaves other pods free: it bounds nothing for sure.
      if (namespace >= 0 && quota.scopes().isEmpty() && !quota.scopeSelector()) {
        quotaKeys.get(namespace).addAll(quota.hard().keySet());
      }
    }
    for (Policies.LimitRange range : cluster.limitRanges()) {
      int namespace = cluster.namespaceIndex(range.meta().namespace());
      for (Policies.LimitRange.Item item : range.items()) {
        if (namespace >= 0 && item.type().equals("Container")) {
          defaultLimits.get(namespace).addAll(item.defaultLimit().keySet());
          // The API server takes a maximum as the default where there is none.
          defaultLimits.get(namespace).addAll(item.max().keySet());
        }
      }
    }
  }

  private static List<Set<String>> perNamespace(Cluster cluster) {
    return cluster.namespaces().stream().<Set<String>>map(ignored -> new HashSet<>()).toList();
  }

  public static Contention of(Cluster cluster) {
    return new Contention(cluster);
  }

  /** Who can preempt whom. */
  public Priorities priorities() {
    return priorities;
  }

  /** Which priority level of the API server takes whose requests. */
  public Flows flows() {
    return flows;
  }

  /**
   * What pods made up in the namespace may use in all without bound, and Services made there. A
   * quota on requests bounds what is set aside, not what is used; only limits do that. The number
   * of processes a pod may have is the kubelet's setting, which the API does not show: it counts as
   * unbounded here, and steps that rest on it say so.
   */
  public Set<Resource> unboundedByQuota(int namespace) {
    Set<String> keys = quotaKeys.get(namespace);
    EnumSet<Resource> unbounded = EnumSet.allOf(Resource.class);
    unbounded.removeIf(resource -> isBounded(resource, keys));
    return unbounded;
  }

  private static boolean isBounded(Resource resource, Set<String> keys) {
    return switch (resource) {
      case CPU -> keys.contains("limits.cpu");
      case MEMORY -> keys.contains("limits.memory");
      case EPHEMERAL_STORAGE -> keys.contains("limits.ephemeral-storage");
      // A pod brings claims along, as ephemeral volumes, and may have as many as it likes.
      case OBJECT_COUNTS -> counts(keys, "pods") && counts(keys, "persistentvolumeclaims");
      case VOLUME_STORAGE -> keys.contains("requests.storage");
      case NODE_PORTS -> keys.contains("services.nodeports");
      case LOAD_BALANCERS -> keys.contains("services.loadbalancers") || counts(keys, "services");
      case PROCESSES, DISK_IO, NETWORK_BANDWIDTH, API_REQUESTS, SHARED_SERVICES -> false;
    };
  }

  /**
   * Whether a quota of the namespace bounds how many objects of a resource there are.
   *
   * @param resource in the plural, with its group where it has one: {@code jobs.batch}
   */
  public boolean boundsCount(int namespace, String resource) {
    return counts(quotaKeys.get(namespace), resource);
  }

  private static boolean counts(Set<String> keys, String resource) {
    return keys.contains(resource) || keys.contains("count/" + resource);
  }

  /**
   * What a pod of the class may use of its node without bound: a container of it has no limit, and
   * neither a LimitRange gives it one nor a quota on limits refuses it without.
   */
  public Set<Resource> unlimited(PodClass podClass) {
    EnumSet<Resource> unlimited =
        EnumSet.of(Resource.PROCESSES, Resource.DISK_IO, Resource.NETWORK_BANDWIDTH);
    if (lacksLimit(podClass, "cpu")) {
      unlimited.add(Resource.CPU);
    }
    if (lacksLimit(podClass, "memory")) {
      unlimited.add(Resource.MEMORY);
    }
    if (lacksLimit(podClass, "ephemeral-storage")) {
      unlimited.add(Resource.EPHEMERAL_STORAGE);
    }
    return unlimited;
  }

  private boolean lacksLimit(PodClass podClass, String resource) {
    if (defaultLimits.get(podClass.namespace()).contains(resource)
        || quotaKeys.get(podClass.namespace()).contains("limits." + resource)) {
      return false;
    }
    for (Container container : podClass.spec().containers()) {
      // Ephemeral containers have no limits of their own: the pod's control group bounds them.
      if (container.type() != Container.Type.EPHEMERAL && !hasLimit(container.limits(), resource)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasLimit(Map<String, String> limits, String resource) {
    String value = limits.get(resource);
    // The API server refuses what is negative; a file may say it all the same.
    return value != null && !value.equals("0") && !value.startsWith("-");
  }
}
