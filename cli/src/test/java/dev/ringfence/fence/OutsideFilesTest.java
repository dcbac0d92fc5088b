package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cli.Program;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files for whoever stands outside the cluster, and addresses that are outside it or not. */
final class OutsideFilesTest {

  /** A namespace with a Service that its tenant publishes. */
  static final String OURS =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: ours}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop, namespace: ours}
      spec: {selector: {app: shop}, ports: [{port: 80}]}
      ---
      """;

  static final String NODES =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: master, labels: {node-role.kubernetes.io/control-plane: ""}}
      spec: {podCIDR: 10.244.0.0/24, podCIDRs: [10.244.0.0/24]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: general}
      spec: {podCIDRs: [10.244.1.0/24]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: ours, labels: {node-restriction.kubernetes.io/ringfence-tenant: ours}}
      spec: {podCIDRs: [10.244.2.0/24, "2600:1f18:2::/64"]}
      status:
        addresses:
        - {type: InternalIP, address: 192.168.0.3}
        - {type: ExternalIP, address: 198.51.100.7}
        - {type: InternalIP, address: "fd00::3"}
        - {type: Hostname, address: ours}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: theirs, labels: {node-restriction.kubernetes.io/ringfence-tenant: theirs}}
      spec: {podCIDRs: [10.244.3.0/24]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.4}]}
      ---
      """;

  private static final String TENANTS =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: nodes}
      spec: {pattern: DedicatedNodes, networkProfile: internet, apiServerAddresses: [203.0.113.1/32]}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: jobs}
      spec: {pattern: EphemeralCluster}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: ours}
      spec:
        trust: Trusted
        namespaces: {names: [ours]}
        publishes: [{namespace: ours, service: shop, to: [{tenant: theirs}]}]
        isolationClass: nodes
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: theirs}
      spec: {trust: Trusted, namespaces: {names: [theirs]}, isolationClass: nodes}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: jobs}
      spec: {trust: Untrusted, namespaces: {names: [jobs]}, isolationClass: jobs}
      ---
      """
          + OURS;

  static String agent(String name, String image) {
    return """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: %1$s, namespace: kube-system}
    spec:
      selector: {matchLabels: {k8s-app: %1$s}}
      template:
        metadata: {labels: {k8s-app: %1$s}}
        spec:
          hostNetwork: true
          tolerations: [{operator: Exists}]
          containers: [{name: agent, image: "%2$s"}]
    ---
    """
        .formatted(name, image);
  }

  static final String OVERLAY =
      agent("cilium", "quay.io/cilium/cilium:v1.18.0")
          + """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: cilium-config, namespace: kube-system}
          data: {enable-policy: default, routing-mode: tunnel}
          """;

  static final String ROUTED = OVERLAY.replace("tunnel", "native");

  static Map<String, String> files(String network) {
    return files(NODES, network);
  }

  static Map<String, String> files(String nodes, String network) {
    return Folder.of(FencedCluster.rendered(nodes + TENANTS + network));
  }

  private static String file(Map<String, String> files, String path) {
    return Objects.requireNonNull(files.get(path), path);
  }

  @Test
  void behindAnOverlayNodesAreHeldApartAndTheTunnelIsLetThrough() {
    String rules = file(files(OVERLAY), "files/firewall/pools.nft");
    assertThat(rules)
        .contains(
            "set control_plane { type ipv4_addr; flags interval; auto-merge; elements = {"
                + " 192.168.0.1 }")
        .contains(
            "set platform { type ipv4_addr; flags interval; auto-merge; elements = { 192.168.0.2 }")
        .contains("elements = { 192.168.0.3, 198.51.100.7 }")
        .contains(
            "set v6_nodes_ours { type ipv6_addr; flags interval; auto-merge; elements = { fd00::3"
                + " }")
        .contains(
            "ip daddr @nodes_ours ip saddr @platform udp dport { 4789, 6081, 8472, 51820, 51821,"
                + " 51871 } accept")
        .contains("ip daddr @nodes_ours ip saddr @platform meta l4proto 4 accept")
        .contains("ip daddr @nodes_ours ip saddr @nodes_theirs udp dport")
        .contains("ip daddr @nodes_ours ip saddr != @control_plane ip saddr != @nodes_ours drop")
        .contains("ip6 saddr != @v6_control_plane ip6 saddr != @v6_nodes_ours drop")
        .contains("ip saddr @nodes_ours ip daddr @platform tcp dport { 2379-2380, 10250,")
        .contains("ip saddr @nodes_ours ip daddr @control_plane tcp dport { 2379-2380, 10250,")
        .doesNotContain("pods_ours");
    int tunnel = rules.indexOf("udp dport");
    assertThat(rules.indexOf("drop")).as("the tunnel is accepted first").isGreaterThan(tunnel);
  }

  @Test
  void whereItIsRoutedPodRangesAreHeldApart() {
    assertThat(file(files(ROUTED), "files/firewall/pools.nft"))
        .contains(
            "set pods_theirs { type ipv4_addr; flags interval; auto-merge; elements = {"
                + " 10.244.3.0/24 }")
        .contains(
            "set v6_pods_ours { type ipv6_addr; flags interval; auto-merge; elements = {"
                + " 2600:1f18:2::/64 }")
        .contains(
            "set platform_pods { type ipv4_addr; flags interval; auto-merge; elements = {"
                + " 10.244.0.0/24,")
        .contains("ip saddr @pods_ours ip daddr @control_plane tcp dport { 2379-2380, 10250,")
        .contains("ip saddr @pods_theirs ip daddr @pods_ours accept")
        .contains(
            "ip saddr @pods_theirs ip daddr @pods ip daddr != @pods_theirs ip daddr !="
                + " @platform_pods drop")
        .doesNotContain("ip saddr @pods_ours ip daddr @pods_theirs accept")
        .doesNotContain("4789");
  }

  @Test
  void noTwoSetsHaveOneName() {
    String twins =
        (NODES + TENANTS)
            .replace("ringfence-tenant: theirs", "ringfence-tenant: ours-6")
            .replace("name: theirs", "name: ours-6")
            .replace("tenant: theirs", "tenant: ours-6");
    String rules =
        file(Folder.of(FencedCluster.rendered(twins + OVERLAY)), "files/firewall/pools.nft");
    assertThat(rules.lines().filter(line -> line.startsWith("  set ")).map(l -> l.split(" ")[3]))
        .contains("nodes_ours_6", "v6_nodes_ours")
        .doesNotHaveDuplicates();
  }

  @Test
  void aTenantsVolumesHaveAClassAndAKeyOfTheirOwn() {
    String classes =
        """
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: fast}
        provisioner: ebs.csi.aws.com
        parameters: {type: gp3}
        reclaimPolicy: Retain
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: by-hand}
        provisioner: kubernetes.io/no-provisioner
        """;
    assertThat(file(files(OVERLAY + classes), "files/storage/ours.yaml"))
        .contains("name: ours-fast\n", "reclaimPolicy: Delete\n")
        .contains("parameters: {\"encrypted\": \"true\", \"kmsKeyId\": \"KEY\", \"type\": \"gp3\"}")
        .doesNotContain("by-hand");
    assertThat(files(OVERLAY)).doesNotContainKey("files/storage/ours.yaml");
  }

  @Test
  void theInternetIsWhatBelongsToNobodyHere() {
    Controls controls = FencedCluster.rendered(NODES + TENANTS + OVERLAY);
    String policy =
        controls.inOrder().stream()
            .filter(object -> object.title().equals("NetworkPolicy ours/ringfence-internet"))
            .map(ControlObject::text)
            .findFirst()
            .orElseThrow();
    assertThat(policy)
        .contains("240.0.0.0/4, 198.51.100.7/32, 203.0.113.1/32]")
        .contains("except: [\"2600:1f18:2::/64\"]")
        .doesNotContain("10.244");
  }

  @Test
  void whatRunsInsideAnEphemeralClusterStandsApartFromItsCluster(@TempDir Path folder)
      throws Exception {
    Map<String, String> files = files(OVERLAY);
    assertThat(file(files, "clusters/jobs/kustomization.yaml")).doesNotContain("job");
    assertThat(file(files, "clusters/jobs/cluster.yaml"))
        .contains("version: v1.36.0\n")
        .doesNotContain("kind: Job");
    assertThat(file(files, "clusters/jobs/inside/kustomization.yaml")).contains("- job.yaml");
    Path job = folder.resolve("job.yaml");
    Files.writeString(job, file(files, "clusters/jobs/inside/job.yaml"));
    Program.Result admitted =
        Program.run("admit", "--level", "restricted", "--version", "1.36", job.toString());
    assertThat(admitted.exit()).as(admitted.output() + admitted.error()).isZero();
  }

  @Test
  void withCiliumTheApiServerIsOpenedByItsOwnName() {
    String kinds =
        """
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: ciliumnetworkpolicies.cilium.io}
        spec:
          group: cilium.io
          scope: Namespaced
          names: {kind: CiliumNetworkPolicy, plural: ciliumnetworkpolicies}
          versions: [{name: v2, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
        """;
    String asking =
        TENANTS.replace(
            "namespaces: {names: [theirs]},",
            "namespaces: {names: [theirs]}, needs: {kubernetesAPI: true},");
    Controls controls = FencedCluster.rendered(NODES + asking + OVERLAY + kinds);
    assertThat(controls.inOrder())
        .extracting(ControlObject::title)
        .contains("CiliumNetworkPolicy theirs/ringfence-api-server")
        .doesNotContain("CiliumNetworkPolicy ours/ringfence-api-server");
  }
}
