package dev.ringfence.policy.fence;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.tenancy.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * NodeLocal DNSCache: a resolver on each node, which pods ask instead of the cluster's. On the
 * node's own network it listens at a link-local address and, where kube-proxy works with iptables,
 * at the address of the cluster's Service for DNS too, which then goes through no translation: a
 * rule that names the pods behind that Service allows neither. With Cilium's redirection it runs as
 * ordinary pods, and what is asked of the Service arrives at them.
 *
 * <p>Source: Kubernetes, "Using NodeLocal DNSCache"; Cilium, "Local Redirect Policy".
 *
 * @param pods those that have addresses of pods
 * @param addresses the others', sorted
 */
record NodeCaches(List<Opening> pods, List<String> addresses) {

  /** What the add-on, and installers that bring it, call its configuration. */
  private static final Set<String> CONFIGURATIONS = Set.of("node-local-dns", "nodelocaldns");

  static NodeCaches of(Cluster cluster, Tenancy tenancy) {
    List<Opening> pods = new ArrayList<>();
    NavigableSet<String> addresses = new TreeSet<>();
    for (Policies.ConfigMap configuration : cluster.configMaps()) {
      String name = configuration.meta().name();
      String namespace = Objects.requireNonNullElse(configuration.meta().namespace(), "");
      int index = cluster.namespaceIndex(namespace);
      if (!CONFIGURATIONS.contains(name)
          || index < 0
          || tenancy.ofNamespace(index) != tenancy.platform()) {
        continue;
      }
      for (Workload workload : cluster.workloads()) {
        if (namespace.equals(workload.meta().namespace()) && reads(workload.template(), name)) {
          add(configuration, workload.template(), workload.templateLabels(), pods, addresses);
        }
      }
      for (PodClass alike : cluster.podClasses()) {
        if (alike.namespace() == index && reads(alike.spec(), name)) {
          add(configuration, alike.spec(), alike.labels(), pods, addresses);
        }
      }
    }
    return new NodeCaches(pods, List.copyOf(addresses));
  }

  private static boolean reads(PodSpec spec, String configuration) {
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Projected projected
          && projected.configMaps().contains(configuration)) {
        return true;
      }
    }
    return false;
  }

  private static void add(
      Policies.ConfigMap configuration,
      PodSpec spec,
      LabelSet labels,
      List<Opening> pods,
      NavigableSet<String> addresses) {
    if (spec.hostNetwork()) {
      configuration.data().values().forEach(text -> bound(text, addresses));
      return;
    }
    String application = labels.get("k8s-app");
    if (application != null) {
      pods.add(
          new Opening(
              "platform",
              Objects.requireNonNullElse(configuration.meta().namespace(), ""),
              configuration.meta().name(),
              Map.of("k8s-app", application),
              Resolvers.PORTS,
              List.of()));
    }
  }

  /** The words after {@code bind} in CoreDNS' configuration that are addresses. */
  private static void bound(String corefile, NavigableSet<String> addresses) {
    for (String line : corefile.lines().toList()) {
      List<String> words = List.of(line.strip().split("\\s+"));
      if (words.getFirst().equals("bind")) {
        words.stream().skip(1).filter(NodeCaches::isAddress).forEach(addresses::add);
      }
    }
  }

  private static boolean isAddress(String word) {
    return AddressRanges.cidr(AddressRanges.single(word)) != null;
  }
}
