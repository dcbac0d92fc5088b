package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import java.util.Arrays;

/**
 * What policies make of the way to nodes themselves, which no NetworkPolicy closes: the Admin tier,
 * Calico's host endpoints, Cilium's host firewall.
 */
public final class NodeGuards {

  private final Cluster cluster;
  private final Endpoints endpoints;
  private final Enforcers enforcers;
  private final Isolation ingress;
  private final Isolation egress;

  NodeGuards(
      Cluster cluster,
      Endpoints endpoints,
      Enforcers enforcers,
      Isolation ingress,
      Isolation egress) {
    this.cluster = cluster;
    this.endpoints = endpoints;
    this.enforcers = enforcers;
    this.ingress = ingress;
    this.egress = egress;
  }

  private Enforcement.State state(int node) {
    return enforcers.all().get(enforcers.ofNode(node)).state();
  }

  /**
   * Whether policies close the way from a pod to the node that it is on, which no NetworkPolicy
   * does: those that stand before them and are enforced there (ClusterNetworkPolicy of the Admin
   * tier names nodes; the egress policy of a Calico or Cilium workload holds towards its own host
   * too).
   */
  public boolean closesOwnNode(int endpoint, int node) {
    return state(node) == Enforcement.State.ENFORCED
        && egress.denials().deniesFirst(endpoint, endpoints.ofNode(node));
  }

  /**
   * Whether policies stand before the node's own processes, upheld or not known not to be: Calico's
   * of host endpoints, Cilium's host firewall.
   */
  public boolean guardsNode(int node) {
    return ingress.isolates(endpoints.ofNode(node))
        && state(node) != Enforcement.State.NOT_ENFORCED;
  }

  /** The same of all of them. */
  public boolean guardsNodes(int[] nodes) {
    return Arrays.stream(nodes).allMatch(this::guardsNode);
  }

  /**
   * Which ports of every node, node ports included, policies that look at packets as they arrive
   * (Calico's {@code preDNAT} and {@code doNotTrack}) close to addresses outside the cluster.
   *
   * @param everywhere to each of them; else to some, so that it matters which one somebody has
   * @param named leaves interfaces of nodes out that no host endpoint names
   */
  public PortSet closedBeforeTranslation(boolean everywhere, boolean named) {
    boolean written =
        cluster.tieredPolicies().stream()
            .anyMatch(policy -> policy.hosts() != null && policy.isBeforeTranslation());
    PortSet closed = written ? PortSet.ALL : PortSet.NONE;
    TierDenials denials = ingress.denials();
    for (int node = 0; node < cluster.nodes().size() && !closed.isEmpty(); node++) {
      closed =
          state(node) == Enforcement.State.ENFORCED
              ? closed.and(denials.beforeTranslation(endpoints.ofNode(node), everywhere, named))
              : PortSet.NONE;
    }
    return closed;
  }
}
