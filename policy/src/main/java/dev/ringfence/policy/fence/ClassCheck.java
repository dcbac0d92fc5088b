package dev.ringfence.policy.fence;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.traits.Amount;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the shape of a class does not show and the API server would refuse, or worse would not: said
 * before the first write, because what the server refuses it refuses when half a fence stands.
 */
final class ClassCheck {

  /** Those that need no group. Source: Kubernetes, {@code ValidateResourceQuotaResourceName}. */
  private static final Set<String> RESOURCES =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  /** Those that are counted, and so whole numbers, like most with a group. */
  private static final Set<String> COUNTED =
      Set.of(
          "persistentvolumeclaims",
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "services.nodeports",
          "services.loadbalancers");

  private static final AddressRanges METADATA =
      AddressRanges.union(
          List.of(
              Objects.requireNonNull(AddressRanges.cidr("169.254.0.0/16")),
              Objects.requireNonNull(AddressRanges.cidr("fd00:ec2::254/128"))));

  private ClassCheck() {}

  /** What is wrong with a class, in its fields' order. */
  static List<String> problems(IsolationClassDocument settings, ClusterTraits traits) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(settings.quota())
        .forEach((resource, quantity) -> quota(resource, quantity, problems));
    for (String range : settings.apiServerAddresses()) {
      address(range, traits, problems);
    }
    for (String range : settings.clusters().busAddresses()) {
      if (AddressRanges.cidr(range) == null) {
        problems.add("delivery.addresses: \"" + range + "\" is no range of addresses");
      }
    }
    return problems;
  }

  private static void quota(String resource, String quantity, List<String> problems) {
    boolean extended = resource.indexOf('/') > 0;
    boolean counted =
        COUNTED.contains(resource)
            || (extended
                && !resource.startsWith("requests.")
                && !resource.contains("kubernetes.io/"));
    boolean known =
        counted
            || extended
            || RESOURCES.contains(resource)
            || resource.startsWith("hugepages-")
            || resource.startsWith("requests.hugepages-");
    if (!known) {
      problems.add("quota: \"" + resource + "\" is no resource that quotas bound");
    }
    if (counted && Amount.of(quantity) != Math.rint(Amount.of(quantity))) {
      problems.add("quota: " + resource + " is counted, so \"" + quantity + "\" is no bound");
    }
  }

  private static void address(String range, ClusterTraits traits, List<String> problems) {
    AddressRanges addresses = AddressRanges.cidr(range);
    if (addresses == null) {
      problems.add("apiServerAddresses: \"" + range + "\" is no range of addresses");
      return;
    }
    if (addresses.intersects(METADATA)) {
      problems.add("apiServerAddresses: " + range + " would open the metadata service");
    }
    for (Node node : traits.nodes()) {
      for (String cidr : node.podCidrs()) {
        AddressRanges pods = AddressRanges.cidr(cidr);
        if (pods != null && pods.intersects(addresses)) {
          problems.add(
              "apiServerAddresses: " + range + " would open others' pods on Node " + node.name());
          return;
        }
      }
    }
  }
}
