package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;

/** What the network rows cannot read from a cluster. */
public final class NetworkAssumptions {

  private NetworkAssumptions() {}

  public static final Assumption POLICIES_ENFORCED =
      new Assumption(
          "network-policy-enforced",
          "Nothing shows that NetworkPolicies are enforced on every node; they may have no effect.",
          "false");

  public static final Assumption POD_ADDRESSES =
      new Assumption(
          "pod-addresses-in-ip-blocks",
          "The addresses that pods or nodes can have are not known; they may fall into an ipBlock"
              + " that a policy allows.",
          "true");

  public static final Assumption HOST_NETWORK_MATCHES =
      new Assumption(
          "selectors-match-host-network-pods",
          "The API leaves open whether selectors of policies match pods on the host network; they"
              + " may.",
          "true");

  public static final Assumption EQUAL_PRIORITIES =
      new Assumption(
          "equal-priority-policies",
          "Which of several policies with one priority is tried first is up to the enforcer; it may"
              + " be the one that opens.",
          "open");

  public static final Assumption KIND_UPHELD =
      new Assumption(
          "policy-kinds-upheld",
          "Whether every enforcer here upholds every kind of policy is not known; what such"
              + " policies close may be open, and what they open may be open too.",
          "false");

  public static final Assumption PARTS_NOT_UNDERSTOOD =
      new Assumption(
          "policy-parts-not-understood",
          "Some policies have parts that Ringfence does not judge (domain names, expressions,"
              + " application-layer conditions); they may let through what is asked.",
          "permit");

  public static final Assumption API_ENDPOINT_ADDRESS =
      new Assumption(
          "api-endpoint-address",
          "The address of the API endpoint is not known; an egress rule of a policy may allow it.",
          "allowed-by-egress-rules");

  public static final Assumption API_ENDPOINT_PUBLIC =
      new Assumption(
          "api-endpoint-public",
          "Whether the API endpoint can be connected to from outside is not known; it may be.",
          "true");

  public static final Assumption NODE_PORTS_REACHABLE =
      new Assumption(
          "node-ports-reachable-from-outside",
          "No firewall can be seen before the nodes; their addresses, node ports and host ports may"
              + " be reachable from outside.",
          "true");

  public static final Assumption SOURCES_HIDDEN =
      new Assumption(
          "node-port-sources-hidden",
          "Connections through node ports, host ports and load balancers may arrive with the"
              + " address of the pod's own node, which ingress policies let through.",
          "true");

  public static final Assumption METADATA_NOT_CLOSED =
      new Assumption(
          "metadata-closed-by-cloud",
          "Whether the cloud keeps node credentials from pods (hop limit, metadata concealment,"
              + " workload identity) is not visible; the metadata service may give them away.",
          "false");

  public static final Assumption METADATA_EXISTS =
      new Assumption(
          "metadata-gives-node-credentials",
          "Whether these nodes have a metadata service is not known; it may give the node's"
              + " credentials to whoever connects.",
          "true");
}
