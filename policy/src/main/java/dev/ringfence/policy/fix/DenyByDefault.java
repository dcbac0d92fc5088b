package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Service;
import java.util.List;

/**
 * A NetworkPolicy that lets in only what other policies of the namespace, or its own pods, need.
 */
record DenyByDefault(String namespace) implements Repair {

  private static final String NAME = "ringfence-own-namespace-only";

  @Override
  public String title() {
    return "let only its own pods connect to namespace " + namespace;
  }

  @Override
  public String breaks(Cluster cluster) {
    int services = 0;
    for (Service service : cluster.services()) {
      services += service.meta().namespace().equals(namespace) ? 1 : 0;
    }
    return "connections from other namespaces and from outside, unless another policy allows them;"
        + " the namespace has "
        + services
        + (services == 1 ? " Service" : " Services");
  }

  @Override
  public int cost() {
    return 4;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.add(
        new NetworkPolicy(
            Manifest.meta("NetworkPolicy", namespace, NAME),
            LabelSelector.EVERYTHING,
            true,
            false,
            List.of(
                new NetworkPolicy.Rule(
                    List.of(new NetworkPolicy.Peer(LabelSelector.EVERYTHING, null, null)),
                    List.of())),
            List.of()));
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
          policyTypes: [Ingress]
          ingress:
          - from: [{podSelector: {}}]
        """
            .formatted(NAME, namespace));
  }
}
