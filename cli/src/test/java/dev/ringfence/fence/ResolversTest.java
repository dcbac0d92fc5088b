package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.fence.Opening;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where names are asked is read off the cluster: a fence that guesses it cuts everything off. */
final class ResolversTest {

  private static final String TENANT =
      OutsideFilesTest.NODES
          + """
          apiVersion: ringfence.dev/v1alpha1
          kind: IsolationClass
          metadata: {name: shared}
          spec: {pattern: Shared}
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: ours}
          spec: {trust: Trusted, namespaces: {names: [ours]}, isolationClass: shared}
          ---
          """;

  /** As the add-on's manifest has it after its installation. */
  static String nodeCache(boolean hostNetwork) {
    return """
    {apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: node-local-dns, namespace: kube-system}
    data:
      Corefile: |
        cluster.local:53 {
            errors
            bind 169.254.20.10 10.96.0.10 fd00::a
            forward . __PILLAR__CLUSTER__DNS__
        }
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: node-local-dns, namespace: kube-system}
    spec:
      selector: {matchLabels: {k8s-app: node-local-dns}}
      template:
        metadata: {labels: {k8s-app: node-local-dns}}
        spec:
          hostNetwork: %s
          containers: [{name: node-cache, image: "registry.k8s.io/dns/k8s-dns-node-cache:1.26.4"}]
          volumes: [{name: config-volume, configMap: {name: node-local-dns}}]
    ---
    """
        .formatted(hostNetwork);
  }

  private static String text(Controls controls, String kind, String name) {
    return controls.inOrder().stream()
        .filter(object -> object.kind().equals(kind) && object.name().equals(name))
        .map(ControlObject::text)
        .findFirst()
        .orElse("");
  }

  @Test
  void aCacheOnTheNodeIsOpenAtTheAddressesThatItListensAt() {
    Controls controls =
        FencedCluster.rendered(
            TENANT
                + OutsideFilesTest.agent("calico-node", "docker.io/calico/node:v3.31.0")
                + nodeCache(true));
    assertThat(text(controls, "NetworkPolicy", "ringfence-dns"))
        .contains("kubernetes.io/metadata.name: kube-system", "\"k8s-app\": \"kube-dns\"")
        .endsWith(
            """
              - to:
                - ipBlock: {cidr: "10.96.0.10/32"}
                - ipBlock: {cidr: "169.254.20.10/32"}
                - ipBlock: {cidr: "fd00::a/128"}
                ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
            """);
  }

  /** With Cilium's redirection what is asked of the Service arrives at the cache's pods. */
  @Test
  void aCacheInPodsIsOpenByTheirLabels() {
    Controls controls =
        FencedCluster.rendered(
            TENANT
                + OutsideFilesTest.agent("calico-node", "docker.io/calico/node:v3.31.0")
                + nodeCache(false));
    assertThat(text(controls, "NetworkPolicy", "ringfence-dns"))
        .contains("\"k8s-app\": \"node-local-dns\"")
        .doesNotContain("ipBlock");
  }

  /** Cilium denies the host before all else: the port of names is left out of that. */
  @Test
  void toCiliumACacheOnTheNodeIsTheHost() {
    Controls controls =
        FencedCluster.rendered(TENANT + OutsideFilesTest.OVERLAY + kinds() + nodeCache(true));
    assertThat(text(controls, "CiliumClusterwideNetworkPolicy", "ringfence-nodes"))
        .endsWith(
            """
              egressDeny:
              - toEntities: [host, remote-node]
                toPorts:
                - ports:
                  - {port: "1", endPort: 52, protocol: TCP}
                  - {port: "54", endPort: 65535, protocol: TCP}
                  - {port: "1", endPort: 52, protocol: UDP}
                  - {port: "54", endPort: 65535, protocol: UDP}
            """);
    assertThat(text(controls, "CiliumNetworkPolicy", "ringfence-dns"))
        .endsWith(
            """
              - toEntities: [host]
                toPorts:
                - ports:
                  - {port: "53", protocol: TCP}
                  - {port: "53", protocol: UDP}
                  rules:
                    dns:
                    - matchPattern: "*.*.ours.svc.cluster.local"
                    - matchPattern: "*.ours.svc.cluster.local"
            """);
  }

  private static String kinds() {
    StringBuilder text = new StringBuilder();
    for (String plural : List.of("ciliumclusterwidenetworkpolicies", "ciliumnetworkpolicies")) {
      text.append(
          """
          ---
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata: {name: %1$s.cilium.io}
          spec:
            group: cilium.io
            scope: Cluster
            names: {kind: K%1$s, plural: %1$s}
            versions: [{name: v2, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
          ---
          """
              .formatted(plural));
    }
    return text.toString();
  }

  /** OpenShift's stand in a namespace of their own and name ports of both protocols alike. */
  @Test
  void portsOfNamesAreThoseOfTheirProtocol() {
    List<Opening> resolvers =
        FencedCluster.planned(
                TENANT
                    + """
                    {apiVersion: v1, kind: Namespace, metadata: {name: openshift-dns}}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: dns-default, namespace: openshift-dns}
                    spec:
                      selector: {dns: default}
                      ports:
                      - {name: dns, port: 53, protocol: UDP, targetPort: dns}
                      - {name: dns-tcp, port: 53, protocol: TCP, targetPort: dns}
                      - {name: metrics, port: 9154, targetPort: metrics}
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: dns-1, namespace: openshift-dns, labels: {dns: default}}
                    spec:
                      containers:
                      - name: dns
                        image: coredns:1
                        ports:
                        - {name: dns, containerPort: 5353, protocol: UDP}
                        - {name: dns, containerPort: 5354, protocol: TCP}
                    ---
                    """)
            .resolvers()
            .pods();
    assertThat(resolvers)
        .singleElement()
        .satisfies(
            opening ->
                assertThat(opening.ports())
                    .containsExactly(
                        new Opening.Port("UDP", "5353"), new Opening.Port("TCP", "5354")));
  }

  /** A ConfigMap of that name in a tenant's namespace opens nothing for anybody. */
  @Test
  void whatATenantWritesIsNoResolver() {
    assertThat(
            FencedCluster.planned(TENANT + nodeCache(true).replace("kube-system", "ours"))
                .resolvers()
                .addresses())
        .isEmpty();
  }
}
