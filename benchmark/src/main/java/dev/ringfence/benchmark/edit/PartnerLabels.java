package dev.ringfence.benchmark.edit;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.judgement.StandingProof;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Labels that network policies alone ask for: some namespaces let in and send to those that are
 * labelled as their partners, on one port of one workload, and namespaces become somebody's
 * partners.
 */
final class PartnerLabels {

  /** Namespaces with such a policy; a label names one of them. */
  private static final int PARTNERS = 16;

  private static final String KEY = "example.org/partner";

  private final StandingProof proof;
  private final Cluster cluster;
  private final Random random;

  PartnerLabels(StandingProof proof, Cluster cluster, Random random) {
    this.proof = proof;
    this.cluster = cluster;
    this.random = random;
  }

  /** Adds the policies. */
  void addPolicies() {
    for (int partner = 0; partner < PARTNERS; partner++) {
      NetworkPolicy policy = policy(some().name(), "p" + partner);
      proof.changed(edit -> edit.add(policy));
    }
  }

  /** A namespace becomes the partner of another, which it may be already. */
  boolean change() {
    Namespace some = some();
    LabelSet labels = some.labels().with(KEY, "p" + random.nextInt(PARTNERS));
    return proof.labelled(some.name(), labels) || proof.rowByRow();
  }

  private Namespace some() {
    return cluster.namespaces().get(random.nextInt(cluster.namespaces().size()));
  }

  private static NetworkPolicy policy(String namespace, String partner) {
    NetworkPolicy.Peer peer =
        new NetworkPolicy.Peer(null, new LabelSelector(Map.of(KEY, partner), List.of()), null);
    List<NetworkPolicy.Rule> rules =
        List.of(
            new NetworkPolicy.Rule(
                List.of(peer), List.of(new NetworkPolicy.Port("TCP", null, 8080, 8080))));
    ObjectMeta meta =
        new ObjectMeta(
            new ObjectReference("NetworkPolicy", namespace, "partner-" + partner),
            LabelSet.EMPTY,
            Map.of(),
            null,
            new Origin(Origin.Source.FILE, "partners.json", 0));
    LabelSelector pods = new LabelSelector(Map.of("app", "app-0"), List.of());
    return new NetworkPolicy(meta, pods, true, true, rules, rules);
  }
}
