package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What pods and namespaces may use without bound: limits and ResourceQuotas. */
public final class Contention {

  private static final long UNLIMITED = Long.MAX_VALUE;

  private static final Resource[] LIMITED = {
    Resource.CPU, Resource.MEMORY, Resource.EPHEMERAL_STORAGE
  };

  /** What a quota's key begins with where it counts objects of any resource. */
  private static final String COUNT = "count/";

  /** By resource of {@link #LIMITED}: how a quota names what is requested of it, in long. */
  private static final Map<Resource, String> REQUESTS = prefixed("requests.");

  /** The same of its limits. */
  private static final Map<Resource, String> LIMITS = prefixed("limits.");

  /** The scope of pods whose required or preferred terms name other namespaces than their own. */
  private static final String CROSS_NAMESPACE = "CrossNamespacePodAffinity";

  private final Cluster cluster;
  private final BitSet affinityStaysInside = new BitSet();
  private final List<Set<String>> quotaKeys;

  /** By namespace, the resources of which quotas count the objects, in either of both ways. */
  private final List<Set<String>> counted;

  private final List<String> storageKeys;
  private final Priorities priorities;
  private final Flows flows;

  private Contention(Cluster cluster, Flows flows) {
    this.cluster = cluster;
    this.priorities = new Priorities(cluster);
    this.flows = flows;
    this.quotaKeys = perNamespace(cluster);
    this.counted = perNamespace(cluster);
    this.storageKeys =
        cluster.storageClasses().stream()
            .map(one -> one.meta().name() + ".storageclass.storage.k8s.io/requests.storage")
            .toList();
    for (Policies.ResourceQuota quota : cluster.resourceQuotas()) {
      int namespace = cluster.namespaceIndex(quota.meta().namespace());
      // A quota with scopes leaves other pods free: it bounds nothing for sure.
      if (namespace >= 0 && quota.scopes().isEmpty() && !quota.scopeSelector()) {
        for (String key : quota.hard().keySet()) {
          quotaKeys.get(namespace).add(key);
          counted.get(namespace).add(key.startsWith(COUNT) ? key.substring(COUNT.length()) : key);
        }
      }
      if (namespace >= 0 && forbidsAffinityAcrossNamespaces(quota)) {
        affinityStaysInside.set(namespace);
      }
    }
  }

  /** Full from the start, and for no other pods than those with such terms. */
  private static boolean forbidsAffinityAcrossNamespaces(Policies.ResourceQuota quota) {
    boolean concerned =
        quota.scopes().equals(List.of(CROSS_NAMESPACE))
            ? !quota.scopeSelector()
            : quota.scopes().isEmpty()
                && quota.scopeExpressions().size() == 1
                && quota.scopeExpressions().getFirst().scope().equals(CROSS_NAMESPACE);
    return concerned && quota.allowsNoPods();
  }

  private static Map<Resource, String> prefixed(String prefix) {
    Map<Resource, String> words = new EnumMap<>(Resource.class);
    for (Resource resource : LIMITED) {
      words.put(resource, prefix + resource.word());
    }
    return words;
  }

  private static List<Set<String>> perNamespace(Cluster cluster) {
    return cluster.namespaces().stream().<Set<String>>map(ignored -> new HashSet<>()).toList();
  }

  public static Contention of(Cluster cluster) {
    return new Contention(cluster, new Flows(cluster));
  }

  /** The same of a cluster that differs in quotas alone. */
  public Contention following(Cluster changed) {
    return new Contention(changed, flows);
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
    EnumSet<Resource> unbounded = EnumSet.allOf(Resource.class);
    unbounded.removeIf(resource -> !isUnboundedByQuota(namespace, resource));
    return unbounded;
  }

  /** Whether that is among them. */
  public boolean isUnboundedByQuota(int namespace, Resource resource) {
    return !isBounded(resource, namespace)
        && !(resource == Resource.SCHEDULING && affinityStaysInside.get(namespace));
  }

  private boolean isBounded(Resource resource, int namespace) {
    Set<String> keys = quotaKeys.get(namespace);
    return switch (resource) {
      case CPU -> keys.contains("limits.cpu");
      case MEMORY -> keys.contains("limits.memory");
      case EPHEMERAL_STORAGE -> keys.contains("limits.ephemeral-storage");
      // A pod brings claims along, as ephemeral volumes, and may have as many as it likes.
      case OBJECT_COUNTS ->
          boundsCount(namespace, "pods") && boundsCount(namespace, "persistentvolumeclaims");
      // A quota for each class bounds as much: what no class makes is there already.
      case VOLUME_STORAGE ->
          keys.contains("requests.storage")
              || (!storageKeys.isEmpty() && keys.containsAll(storageKeys));
      case NODE_PORTS -> keys.contains("services.nodeports");
      case LOAD_BALANCERS ->
          keys.contains("services.loadbalancers") || boundsCount(namespace, "services");
      case PROCESSES, DISK_IO, NETWORK_BANDWIDTH, API_REQUESTS, SHARED_SERVICES, SCHEDULING ->
          false;
    };
  }

  /**
   * Whether a quota of the namespace bounds how many objects of a resource there are.
   *
   * @param resource in the plural, with its group where it has one: {@code jobs.batch}
   */
  public boolean boundsCount(int namespace, String resource) {
    return counted.get(namespace).contains(resource);
  }

  /**
   * What a pod of the class may use of a node without bound: a container of it has no limit, or its
   * limits are all that the node has to give. A LimitRange has given its defaults to pods when they
   * were made, and gives none to those that are there; a quota on limits refuses new pods without,
   * and leaves alone what runs.
   *
   * @param node what it has to give, by resource, in the units of {@link Amount#of}
   */
  public Set<Resource> unlimited(PodClass podClass, Map<String, Long> node) {
    EnumSet<Resource> unlimited =
        EnumSet.of(Resource.PROCESSES, Resource.DISK_IO, Resource.NETWORK_BANDWIDTH);
    for (Resource resource : LIMITED) {
      long limit = limit(podClass, resource);
      Long there = node.get(resource.word());
      if (limit == UNLIMITED || (there != null && there > 0 && limit >= there)) {
        unlimited.add(resource);
      }
    }
    return unlimited;
  }

  /**
   * Whether quotas bound what all pods of the class may use together, however many are asked for:
   * limits, or the number of pods, by itself or by what each requests, where each has a limit.
   */
  public boolean boundsGrowth(PodClass podClass, Resource resource) {
    int namespace = podClass.namespace();
    if (isBounded(resource, namespace)) {
      return true;
    }
    return (boundsCount(namespace, "pods")
            || boundsRequests(podClass.spec(), quotaKeys.get(namespace)))
        && limit(podClass, resource) != UNLIMITED;
  }

  /** A request that a quota counts bounds how many pods there are. */
  private static boolean boundsRequests(PodSpec spec, Set<String> keys) {
    if (keys.isEmpty()) {
      return false;
    }
    for (Resource requested : LIMITED) {
      String word = requested.word();
      boolean bounded = keys.contains(REQUESTS.get(requested)) || keys.contains(word);
      if (bounded
          && spec.containers().stream()
              .filter(container -> container.type() == Container.Type.REGULAR)
              .map(container -> container.requests().get(word))
              .anyMatch(quantity -> quantity != null && isLimit(quantity))) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@link #unlimited} answers as before, for all pods of a cluster with the same pods. */
  public boolean limitsPodsLike(Contention before) {
    for (PodClass podClass : cluster.podClasses()) {
      int namespace = podClass.namespace();
      if (quotaKeys.get(namespace).equals(before.quotaKeys.get(namespace))) {
        continue;
      }
      for (Resource resource : LIMITED) {
        if (isRefusedWithout(podClass, resource) != before.isRefusedWithout(podClass, resource)) {
          return false;
        }
      }
    }
    return true;
  }

  /** All that a pod's containers may use together, or {@link #UNLIMITED}. */
  private long limit(PodClass podClass, Resource resource) {
    String word = resource.word();
    String ofPod = podClass.spec().podLimits().get(word);
    if (ofPod != null && isLimit(ofPod)) {
      return Amount.of(word, ofPod);
    }
    long sum = 0;
    for (Container container : podClass.spec().containers()) {
      // Ephemeral containers have no limits of their own: the pod's control group bounds them.
      if (container.type() != Container.Type.EPHEMERAL) {
        String limit = container.limits().get(word);
        if (limit == null || !isLimit(limit)) {
          return isRefusedWithout(podClass, resource) ? sum : UNLIMITED;
        }
        long own = Amount.of(word, limit);
        sum = own > UNLIMITED - sum ? UNLIMITED - 1 : sum + own;
      }
    }
    return sum;
  }

  /**
   * Whether a quota lets no such pod be made, and none is there that was made before it: one that
   * waits for a node has been admitted as well.
   */
  private boolean isRefusedWithout(PodClass podClass, Resource resource) {
    if (!quotaKeys.get(podClass.namespace()).contains(LIMITS.get(resource))) {
      return false;
    }
    for (int pod : podClass.members()) {
      if (cluster.tellsOf(pod) || cluster.pods().node(pod) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether that much bounds anything: 0 is as good as unset. */
  public static boolean isLimit(String quantity) {
    // The API server refuses what is negative; a file may say it all the same.
    return !quantity.equals("0") && !quantity.startsWith("-");
  }
}
