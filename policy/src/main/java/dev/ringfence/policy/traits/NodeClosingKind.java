package dev.ringfence.policy.traits;

import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.network.PolicySupport;
import java.util.EnumSet;
import java.util.Set;

/**
 * In whose words the way from pods to nodes can be closed. A definition that nobody upholds is no
 * fence: what counts is the product that enforces on the nodes, and the definition only says that
 * the object can be written.
 */
public enum NodeClosingKind {
  CLUSTER_NETWORK_POLICY(
      TieredPolicy.Api.CLUSTER_NETWORK_POLICY, "clusternetworkpolicies.policy.networking.k8s.io") {
    @Override
    boolean isUnderstood(ClusterTraits traits) {
      return traits.upholds(api()) != PolicySupport.NO;
    }
  },
  /**
   * Its peer {@code nodes} is of the experimental channel; OVN-Kubernetes brings that definition
   * and upholds it. Source: OVN-Kubernetes and OpenShift, "nodes peer to control egress traffic to
   * cluster nodes".
   */
  ADMIN_NETWORK_POLICY(
      TieredPolicy.Api.ADMIN_NETWORK_POLICY, "adminnetworkpolicies.policy.networking.k8s.io") {
    @Override
    boolean isUnderstood(ClusterTraits traits) {
      return traits.enforcers().contains("ovn-kubernetes");
    }
  },
  CILIUM(TieredPolicy.Api.CILIUM, "ciliumclusterwidenetworkpolicies.cilium.io") {
    @Override
    boolean isUnderstood(ClusterTraits traits) {
      return traits.enforcers().contains("cilium");
    }
  },
  /** Nothing where no address of a node was seen: an empty list of nets would match any. */
  CALICO(TieredPolicy.Api.CALICO, "globalnetworkpolicies.crd.projectcalico.org") {
    @Override
    boolean isUnderstood(ClusterTraits traits) {
      return traits.enforcers().contains("calico")
          && traits.nodes().stream().anyMatch(node -> !node.addresses().isEmpty());
    }
  };

  private final TieredPolicy.Api api;
  private final String definition;

  NodeClosingKind(TieredPolicy.Api api, String definition) {
    this.api = api;
    this.definition = definition;
  }

  /** Those in which fences are written on such a cluster. */
  public static Set<NodeClosingKind> renderedFor(ClusterTraits traits) {
    Set<NodeClosingKind> kinds = EnumSet.noneOf(NodeClosingKind.class);
    for (NodeClosingKind kind : values()) {
      if (traits.serves(kind.definition) && kind.isUnderstood(traits)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** Whose policies these are. */
  public TieredPolicy.Api api() {
    return api;
  }

  /** Whether something here may uphold it. */
  abstract boolean isUnderstood(ClusterTraits traits);
}
