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

  public static final Assumption STARTED_PODS =
      new Assumption(
          "policies-hold-before-pods-start",
          "Some enforcers let a pod that starts connect and be connected to until they have the"
              + " policies that apply to it (AWS' agent in its standard mode): whoever can wait for"
              + " a pod to start, or make one start, has that time.",
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

  public static final Assumption UNDECLARED_TIERS =
      new Assumption(
          "undeclared-tiers",
          "Some policies are in tiers that are not among the objects. Where those stand, and whether"
              + " they are upheld, is not visible: what they allow may come before every denial,"
              + " what they deny may not be denied.",
          "open");

  public static final Assumption HOST_INTERFACES =
      new Assumption(
          "connections-pass-host-endpoints-by",
          "Some nodes have host endpoints of single interfaces. By which interface a connection"
              + " comes is not visible: it may be another one, or the one whose policies leave it"
              + " open.",
          "true");

  public static final Assumption FORWARDED_TRAFFIC =
      new Assumption(
          "pods-share-nodes-past-host-endpoints",
          "Policies of host endpoints on forwarded traffic (applyOnForward) stop connections of pods"
              + " that leave their node. Pods of one node do not meet them, and any two may share"
              + " one.",
          "true");

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

  public static final Assumption LOAD_BALANCER_SOURCES =
      new Assumption(
          "load-balancer-sources",
          "Some load balancers let in clients of certain ranges only; the attacker may have an"
              + " address there, or whatever makes the load balancer may not look.",
          "in-range");

  public static final Assumption NODE_PORT_SOURCES =
      new Assumption(
          "node-port-sources",
          "Policies of the nodes let clients of certain ranges only to some node ports; the attacker"
              + " may have an address there.",
          "in-range");

  public static final Assumption WRITTEN_ENDPOINTS =
      new Assumption(
          "written-endpoints-are-pods",
          "Some endpoints that were written by hand name addresses that no pod has now; whichever"
              + " pod gets one may be led to.",
          "true");

  public static final Assumption EXTERNAL_NAMES =
      new Assumption(
          "fronts-follow-external-names",
          "Whether ingress and gateway controllers follow Services of type ExternalName is not"
              + " visible; they may, to whatever Service or address the name says.",
          "true");

  public static final Assumption SNIPPETS =
      new Assumption(
          "ingress-snippets-allowed",
          "Whether ingress controllers take snippets of their configuration from Ingresses is not"
              + " visible; they may, and then whoever writes one runs code there.",
          "true");

  public static final Assumption EXTERNAL_ADDRESSES =
      new Assumption(
          "service-external-addresses-refused",
          "Whether something refuses Services with external addresses of others (the admission"
              + " plug-in DenyServiceExternalIPs, a policy) is not visible; nothing may.",
          "false");

  public static final Assumption HOSTS_COLLIDE =
      new Assumption(
          "ingress-hosts-can-collide",
          "Whether the ingress or gateway controller refuses a host name that another namespace"
              + " uses, and snippets, is not visible; it may not.",
          "true");

  public static final Assumption GATEWAY_ROUTES =
      new Assumption(
          "gateways-take-routes-of-others",
          "Some routes hang on Gateways that are not among the objects; those may take routes of all"
              + " namespaces.",
          "true");

  public static final Assumption INGRESS_BACKENDS =
      new Assumption(
          "ingress-backends",
          "Some Ingresses or routes lead to what is no Service, or are of a kind that is not read; they"
              + " may lead to every Service of their namespace.",
          "every-service-of-the-namespace");

  public static final Assumption SHARED_FRONTS =
      new Assumption(
          "shared-fronts",
          "Pods of the platform and published pods of others may carry the traffic of other tenants"
              + " and hold their keys; which do is not visible.",
          "true");

  public static final Assumption CONSUMERS =
      new Assumption(
          "workloads-consume-what-others-emit",
          "Workloads may take in what others emit: connect to their pods, read their metrics, logs,"
              + " images, objects or results. Which do is not visible.",
          "true");

  public static final Assumption MESH_GATEWAYS_FORWARD =
      new Assumption(
          "mesh-gateways-forward",
          "Gateways and waypoints of the service mesh may forward what anybody sends them, in their"
              + " own name.",
          "true");

  public static final Assumption DNS_ANSWERS =
      new Assumption(
          "dns-answers-everybody",
          "Nothing shows that DNS keeps names of other namespaces from pods; it may answer for all,"
              + " reverse look-ups included.",
          "true");

  public static final Assumption SHARED_BRIDGE =
      new Assumption(
          "pods-share-a-bridge",
          "Pods of a node may share a bridge on which each can answer for the addresses of others.",
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
