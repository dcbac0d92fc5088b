package dev.ringfence.policy.traits;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.PodAddressing;
import dev.ringfence.engine.network.PolicySupport;
import dev.ringfence.engine.workload.Runtime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster can hold up.
 *
 * @param version for example {@code 1.36}
 * @param enforcers products that enforce NetworkPolicy on every node that was seen; more than one
 *     where nodes differ
 * @param unenforced nodes on which nothing is known to enforce NetworkPolicy
 * @param upheld of policies beside NetworkPolicy, whether every node upholds them; a node of which
 *     nothing shows it, and nodes that differ, leave it unsure
 * @param runtimeHandlers handlers that some node offers beside ordinary ones
 * @param runtimeClasses by the cluster's objects
 * @param storageClasses by the cluster's objects, but for those of a fence
 * @param podAddressing what stands between nodes sees of pods; unknown where nodes differ
 * @param userNamespaces whether every node says that it can give pods a user namespace
 * @param kinds the plurals and groups of custom kinds, for example {@code
 *     clusters.cluster.x-k8s.io}
 * @param nodes those that pods of tenants could be placed on
 */
public record ClusterTraits(
    String version,
    List<String> enforcers,
    List<String> unenforced,
    Map<TieredPolicy.Api, PolicySupport> upheld,
    List<String> runtimeHandlers,
    List<Policies.RuntimeClass> runtimeClasses,
    List<Policies.StorageClass> storageClasses,
    PodAddressing.Kind podAddressing,
    boolean userNamespaces,
    List<String> kinds,
    List<Node> nodes) {

  public ClusterTraits {
    enforcers = List.copyOf(enforcers);
    unenforced = List.copyOf(unenforced);
    upheld = Map.copyOf(upheld);
    runtimeHandlers = List.copyOf(runtimeHandlers);
    runtimeClasses = List.copyOf(runtimeClasses);
    storageClasses = List.copyOf(storageClasses);
    kinds = List.copyOf(kinds);
    nodes = List.copyOf(nodes);
  }

  public static ClusterTraits of(Cluster cluster) {
    Network network = Network.of(cluster);
    TreeSet<String> enforcers = new TreeSet<>();
    List<String> unenforced = new ArrayList<>();
    TreeSet<String> handlers = new TreeSet<>();
    Set<PodAddressing.Kind> addressing = EnumSet.noneOf(PodAddressing.Kind.class);
    Map<TieredPolicy.Api, PolicySupport> upheld = new EnumMap<>(TieredPolicy.Api.class);
    boolean userNamespaces = !cluster.nodes().isEmpty();
    for (int index = 0; index < cluster.nodes().size(); index++) {
      Node node = cluster.nodes().get(index);
      Enforcement enforcement = network.enforcement(network.enforcementOfNode(index));
      addressing.add(network.addressing(network.enforcementOfNode(index)).kind());
      switch (enforcement.state()) {
        case ENFORCED, ENFORCED_ONCE_STARTED -> enforcers.add(enforcement.product());
        case NOT_ENFORCED, UNKNOWN -> unenforced.add(node.name());
      }
      for (TieredPolicy.Api api : TieredPolicy.Api.values()) {
        upheld.merge(
            api,
            enforcement.support(api),
            (one, other) -> one == other ? one : PolicySupport.UNSURE);
      }
      boolean offers = false;
      for (Node.RuntimeHandler handler : node.runtimeHandlers()) {
        handlers.add(handler.name());
        offers |= handler.userNamespaces();
      }
      userNamespaces &= offers;
    }
    List<String> kinds = new ArrayList<>();
    cluster.customResources().forEach(kind -> kinds.add(kind.plural() + "." + kind.group()));
    handlers.removeIf(ClusterTraits::isOrdinary);
    return new ClusterTraits(
        cluster.kubernetesVersion(),
        List.copyOf(enforcers),
        unenforced,
        upheld,
        List.copyOf(handlers),
        cluster.runtimeClasses(),
        storageClasses(cluster),
        addressing.size() == 1 ? addressing.iterator().next() : PodAddressing.Kind.UNKNOWN,
        userNamespaces,
        kinds,
        cluster.nodes());
  }

  private static List<Policies.StorageClass> storageClasses(Cluster cluster) {
    return cluster.storageClasses().stream().filter(each -> !isOfAFence(each.meta())).toList();
  }

  /** Whether an object bears the mark of a fence. */
  public static boolean isOfAFence(ObjectMeta meta) {
    return "ringfence".equals(meta.labels().get("app.kubernetes.io/managed-by"));
  }

  /** Whether NetworkPolicy holds on every node. */
  public boolean enforcesNetworkPolicy() {
    return !enforcers.isEmpty() && unenforced.isEmpty();
  }

  /** Whether policies of an API beside NetworkPolicy hold; unsure where no node was seen. */
  public PolicySupport upholds(TieredPolicy.Api api) {
    return upheld.getOrDefault(api, PolicySupport.UNSURE);
  }

  /** Whether a handler is known to keep code from the host's kernel. */
  public static boolean isSandbox(String handler) {
    return Runtime.ofHandler(handler).isSandbox();
  }

  /** Whether a handler is known to stand for the ordinary runtime; of others nothing is known. */
  public static boolean isOrdinary(String handler) {
    Runtime runtime = Runtime.ofHandler(handler);
    return runtime.known() && !runtime.isSandbox();
  }

  public Policies.@Nullable RuntimeClass runtimeClass(String name) {
    for (Policies.RuntimeClass candidate : runtimeClasses) {
      if (candidate.meta().name().equals(name)) {
        return candidate;
      }
    }
    return null;
  }

  /** {@code 1.36} of {@code 1.36} or {@code 1.36.3}. */
  public String release() {
    int patch = version.indexOf('.', version.indexOf('.') + 1);
    return patch < 0 ? version : version.substring(0, patch);
  }

  /** The minor version as a number: 36 for {@code 1.36}. */
  public int minorVersion() {
    String minor = version.substring(version.indexOf('.') + 1);
    int end = minor.indexOf('.');
    return Integer.parseInt(end < 0 ? minor : minor.substring(0, end));
  }

  /** Whether a custom kind of that plural and group is installed. */
  public boolean serves(String kind) {
    return kinds.contains(kind);
  }
}
