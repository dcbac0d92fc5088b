package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Service;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A NetworkPolicy that lets in only what other policies of the namespace, or its own pods, need.
 *
 * @param openings what stays open beside
 */
record DenyByDefault(String namespace, List<KeptOpen> openings) implements Repair {

  private static final String NAME = "ringfence-own-namespace-only";

  DenyByDefault {
    openings = List.copyOf(openings);
  }

  @Override
  public String title() {
    String kept =
        openings.isEmpty()
            ? ""
            : ", but for " + String.join("; ", openings.stream().map(KeptOpen::words).toList());
    return "let only its own pods connect to namespace " + namespace + kept;
  }

  @Override
  public String breaks(Cluster cluster) {
    SortedSet<String> uses = new TreeSet<>();
    for (Service service : cluster.services()) {
      boolean outward = service.type().equals("NodePort") || service.type().equals("LoadBalancer");
      boolean stays =
          openings.stream().anyMatch(open -> open.service().equals(service.meta().name()));
      if (service.meta().namespace().equals(namespace) && outward && !stays) {
        uses.add(service.type() + " Service " + service.meta().name());
      }
    }
    int index = cluster.namespaceIndex(namespace);
    if (index >= 0) {
      LabelSet labels = cluster.namespaces().get(index).meta().labels();
      for (NetworkPolicy policy : cluster.networkPolicies()) {
        if (!policy.meta().namespace().equals(namespace) && names(policy, labels)) {
          uses.add(
              "clients in namespace "
                  + policy.meta().namespace()
                  + ", whose egress policy "
                  + policy.meta().name()
                  + " names it");
        }
      }
    }
    return "connections from other namespaces and from outside, unless another policy allows them; "
        + (uses.isEmpty()
            ? "no object tells of any that is in use"
            : "in use, as far as the objects tell: " + String.join("; ", uses));
  }

  /** Whether an egress rule picks namespaces, not all of them, and this one among them. */
  private static boolean names(NetworkPolicy policy, LabelSet labels) {
    for (NetworkPolicy.Rule rule : policy.egress()) {
      for (NetworkPolicy.Peer peer : rule.peers()) {
        LabelSelector selector = peer.namespaceSelector();
        if (selector != null
            && !selector.equals(LabelSelector.EVERYTHING)
            && selector.matches(labels)) {
          return true;
        }
      }
    }
    return false;
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
    openings.forEach(open -> edit.add(open.policy()));
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
                .formatted(NAME, namespace)
            + String.join("", openings.stream().map(open -> "---\n" + open.manifest()).toList()));
  }
}
