package dev.ringfence.policy.fix;

import static dev.ringfence.policy.document.AssumptionsDocument.PLAIN_ENFORCER;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.policy.PolicySet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something on every node that enforces NetworkPolicy. In the model it is the Kubernetes project's
 * own enforcer, which closes nothing but what policies close; which one it is to be is for people
 * to choose.
 */
record LetPoliciesBeEnforced() implements Repair {

  @Override
  public String title() {
    return "let every node enforce NetworkPolicy";
  }

  @Override
  public String breaks(Cluster cluster) {
    SortedSet<String> namespaces = new TreeSet<>();
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      namespaces.add(String.valueOf(policy.meta().namespace()));
    }
    return namespaces.isEmpty()
        ? "nothing by itself: there are no policies yet; the network plugin changes"
        : "every connection that the "
            + cluster.networkPolicies().size()
            + " policies there are do not allow and that nothing stops today, in "
            + String.join(", ", namespaces)
            + "; the network plugin changes";
  }

  @Override
  public int cost() {
    return 5;
  }

  @Override
  public void apply(ClusterEdit edit) {
    ObjectReference reference = new ObjectReference("DaemonSet", "kube-system", PLAIN_ENFORCER);
    PodSpecEdit template = new PodSpecEdit(PodSpec.BARE);
    template.hostNetwork = true;
    template.token = PodSpec.Token.NOT_MOUNTED;
    template.tolerations = List.of(new Toleration("", true, "", ""));
    edit.add(
        new Workload(
            Manifest.meta("DaemonSet", "kube-system", PLAIN_ENFORCER),
            -1,
            LabelSet.EMPTY,
            template.build(),
            reference,
            "spec.template.spec"));
  }

  /** What a document says of a pool's nodes counts more than any object. */
  @Override
  public PolicySet said(PolicySet policy) {
    return policy.withNodePools(
        policy.nodePools().stream()
            .map(pool -> "none".equals(pool.enforcer()) ? pool.withEnforcer(PLAIN_ENFORCER) : pool)
            .toList());
  }

  @Override
  public String patch() {
    return """
    # No command does this: choose a network plugin that enforces NetworkPolicy (Cilium, Calico,
    # Antrea, OVN-Kubernetes), or run kube-network-policies beside the one that is there.
    # For node pools that Assumptions documents declare, say which: nodePools[].enforcer.""";
  }
}
