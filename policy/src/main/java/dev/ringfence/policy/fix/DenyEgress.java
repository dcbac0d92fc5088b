package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.List;
import java.util.Map;

/** A NetworkPolicy that lets pods out only to their own namespace and the cluster's DNS. */
record DenyEgress(String namespace) implements Repair {

  private static final String NAME = "ringfence-own-namespace-and-dns-only";

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
    LabelSelector system =
        new LabelSelector(Map.of("kubernetes.io/metadata.name", "kube-system"), List.of());
    LabelSelector dns = new LabelSelector(Map.of("k8s-app", "kube-dns"), List.of());
    edit.add(
        new NetworkPolicy(
            Manifest.meta("NetworkPolicy", namespace, NAME),
            LabelSelector.EVERYTHING,
            false,
            true,
            List.of(),
            List.of(
                new NetworkPolicy.Rule(
                    List.of(new NetworkPolicy.Peer(LabelSelector.EVERYTHING, null, null)),
                    List.of()),
                new NetworkPolicy.Rule(
                    List.of(new NetworkPolicy.Peer(dns, system, null)),
                    List.of(
                        new NetworkPolicy.Port("UDP", null, 53, 53),
                        new NetworkPolicy.Port("TCP", null, 53, 53))))));
  }

  @Override
  public String patch() {
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
          - to:
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
              podSelector: {matchLabels: {k8s-app: kube-dns}}
            ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
        """
            .formatted(NAME, namespace));
  }
}
