package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.fence.Opening;
import dev.ringfence.policy.fence.Resolvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A NetworkPolicy that lets pods out only to their own namespace and the cluster's DNS.
 *
 * @param resolvers where names are asked in this cluster
 */
record DenyEgress(String namespace, Resolvers resolvers) implements Repair {

  private static final String NAME = "ringfence-own-namespace-and-dns-only";
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private static final List<NetworkPolicy.Port> DNS =
      List.of(
          new NetworkPolicy.Port("UDP", null, Resolvers.DNS, Resolvers.DNS),
          new NetworkPolicy.Port("TCP", null, Resolvers.DNS, Resolvers.DNS));

  @Override
  public String title() {
    return "let pods of namespace " + namespace + " connect to nothing but its own and DNS";
  }

  @Override
  public String breaks(Cluster cluster) {
    long others =
        cluster.networkPolicies().stream()
            .filter(policy -> policy.meta().namespace().equals(namespace))
            .filter(policy -> !policy.egress().isEmpty())
            .count();
    return "connections to other namespaces, to the API server and out of the cluster, unless "
        + (others == 0
            ? "a policy is added that allows them; none does today"
            : others + " other egress policies of the namespace allow them");
  }

  @Override
  public int cost() {
    return 4;
  }

  @Override
  public void apply(ClusterEdit edit) {
    List<NetworkPolicy.Rule> rules = new ArrayList<>();
    rules.add(
        new NetworkPolicy.Rule(
            List.of(new NetworkPolicy.Peer(LabelSelector.EVERYTHING, null, null)), List.of()));
    for (Opening pods : resolvers.pods()) {
      rules.add(
          new NetworkPolicy.Rule(
              List.of(
                  new NetworkPolicy.Peer(
                      new LabelSelector(pods.selector(), List.of()),
                      new LabelSelector(Map.of(NAMESPACE_NAME, pods.namespace()), List.of()),
                      null)),
              ports(pods)));
    }
    if (!resolvers.addresses().isEmpty()) {
      rules.add(
          new NetworkPolicy.Rule(
              ranges().stream()
                  .map(
                      range ->
                          new NetworkPolicy.Peer(
                              null, null, new NetworkPolicy.IpBlock(range, List.of())))
                  .toList(),
              DNS));
    }
    edit.add(
        new NetworkPolicy(
            Manifest.meta("NetworkPolicy", namespace, NAME),
            LabelSelector.EVERYTHING,
            false,
            true,
            List.of(),
            rules));
  }

  private static List<NetworkPolicy.Port> ports(Opening pods) {
    return pods.ports().stream().map(KeptOpen::port).toList();
  }

  private List<String> ranges() {
    return resolvers.addresses().stream().map(AddressRanges::single).toList();
  }

  @Override
  public String patch() {
    StringBuilder rules = new StringBuilder();
    for (Opening pods : resolvers.pods()) {
      rules.append(
          """
            - to:
              - namespaceSelector: {matchLabels: {%s: %s}}
                podSelector: {matchLabels: %s}
              ports: %s
          """
              .formatted(
                  NAMESPACE_NAME,
                  YamlText.name(pods.namespace()),
                  YamlText.map(pods.selector()),
                  KeptOpen.list(ports(pods))));
    }
    if (!resolvers.addresses().isEmpty()) {
      rules.append(
          """
            - to: [%s]
              ports: %s
          """
              .formatted(
                  String.join(
                      ", ",
                      ranges().stream()
                          .map(range -> "{ipBlock: {cidr: " + YamlText.quoted(range) + "}}")
                          .toList()),
                  KeptOpen.list(DNS)));
    }
    return Manifest.apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
          - to: [{podSelector: {}}]
        """
                .formatted(NAME, namespace)
            + rules);
  }
}
