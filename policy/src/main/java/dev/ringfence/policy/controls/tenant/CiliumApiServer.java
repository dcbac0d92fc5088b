package dev.ringfence.policy.controls.tenant;

import dev.ringfence.policy.controls.ControlObject;

/**
 * The way to the API server in Cilium's words: an address range there means no node and no API
 * server unless {@code policy-cidr-match-mode} says so, and the server mostly stands on a node.
 */
final class CiliumApiServer {

  private static final String API = "cilium.io/v2";
  private static final String KIND = "CiliumNetworkPolicy";
  private static final String NAME = "ringfence-api-server";

  private CiliumApiServer() {}

  static ControlObject policy(String namespace) {
    return new ControlObject(
        "network/api-server",
        API,
        KIND,
        namespace,
        NAME,
        TenantObjects.head(API, KIND, namespace, NAME)
            + """
            spec:
              endpointSelector: {}
              egress:
              - toEntities: [kube-apiserver]
                toPorts:
                - ports:
                  - {port: "443", protocol: TCP}
                  - {port: "6443", protocol: TCP}
            """);
  }
}
