package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cli.Program;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is published is opened for whom it is published, by number, and for nobody else. */
final class OpeningsTest {

  private static final String CLUSTER =
      OutsideFilesTest.NODES
          + OutsideFilesTest.agent("calico-node", "docker.io/calico/node:v3.31.0")
          + """
          apiVersion: ringfence.dev/v1alpha1
          kind: IsolationClass
          metadata: {name: shared}
          spec: {pattern: Shared}
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: ours}
          spec:
            trust: Trusted
            namespaces: {names: [ours]}
            publishes: [{namespace: ours, service: shop, to: [{tenant: theirs}]}]
            isolationClass: shared
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: theirs}
          spec: {trust: Trusted, namespaces: {names: [theirs]}, isolationClass: shared}
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: third}
          spec: {trust: Untrusted, namespaces: {names: [third]}, isolationClass: shared}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: shop, namespace: ours}
          spec: {selector: {app: shop}, ports: [{port: 80, targetPort: web}]}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: old, namespace: ours, labels: {app: shop}}
          spec:
            nodeName: general
            containers:
            - name: shop
              image: shop:1
              ports: [{name: web, containerPort: 8080}, {name: web, containerPort: 9999, protocol: UDP}]
          status: {podIP: 10.244.1.5}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: third, namespace: third}
          spec: {nodeName: general, containers: [{name: third, image: third:1}]}
          status: {podIP: 10.244.1.6}
          ---
          """;

  private static final String NEW =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: new, namespace: ours}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers: [{name: shop, image: "shop:2", ports: [{name: web, containerPort: 8081}]}]
      ---
      """;

  private static String text(Controls controls, String title) {
    return controls.inOrder().stream()
        .filter(object -> object.title().equals(title))
        .map(ControlObject::text)
        .findFirst()
        .orElse("");
  }

  /** OVN-Kubernetes opens every port for a name (#2117), Cilium none where pods differ (#30003). */
  @Test
  void namesOfPortsAreOpenedByNumber() {
    Controls one = FencedCluster.rendered(CLUSTER);
    assertThat(text(one, "NetworkPolicy ours/ringfence-published-shop"))
        .endsWith("    ports:\n    - {port: 8080, protocol: TCP}\n");
    assertThat(text(one, "NetworkPolicy theirs/ringfence-consumed"))
        .endsWith("    ports:\n    - {port: 8080, protocol: TCP}\n");
    assertThat(text(one, "NetworkPolicy third/ringfence-consumed")).isEmpty();

    assertThat(
            text(
                FencedCluster.rendered(CLUSTER + NEW),
                "NetworkPolicy ours/ringfence-published-shop"))
        .endsWith("    - {port: 8080, protocol: TCP}\n    - {port: 8081, protocol: TCP}\n");
  }

  @Test
  void aNameThatNoPodHasYetStaysAName() {
    String none = CLUSTER.replace("labels: {app: shop}", "labels: {app: other}");
    assertThat(text(FencedCluster.rendered(none), "NetworkPolicy ours/ringfence-published-shop"))
        .endsWith("    - {port: \"web\", protocol: TCP}\n");
  }

  @Test
  void whatThePlatformPublishesIsOpenForWhomItIsPublished() {
    Controls controls =
        FencedCluster.rendered(
            CLUSTER
                + """
                apiVersion: ringfence.dev/v1alpha1
                kind: Tenant
                metadata: {name: platform}
                spec:
                  trust: Trusted
                  namespaces: {names: [monitoring]}
                  publishes: [{namespace: monitoring, service: metrics, to: [{tenant: third}]}]
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: monitoring}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: metrics, namespace: monitoring}
                spec: {selector: {app: prometheus}, ports: [{port: 80, targetPort: 9090}]}
                ---
                """);
    assertThat(text(controls, "NetworkPolicy third/ringfence-consumed"))
        .contains("kubernetes.io/metadata.name: monitoring", "\"app\": \"prometheus\"")
        .contains("- {port: 9090, protocol: TCP}");
    assertThat(text(controls, "NetworkPolicy theirs/ringfence-consumed"))
        .doesNotContain("monitoring");
  }

  /** It is said where the proof finds that others may get there by the front, and only there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: ClusterIP | false",
        "type: NodePort | true",
        "type: NodePort, externalTrafficPolicy: Local | true",
        "type: LoadBalancer | true",
        "type: LoadBalancer, externalTrafficPolicy: Local | true",
        "type: LoadBalancer, allocateLoadBalancerNodePorts: false | true",
        "type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false | false",
        "externalIPs: [203.0.113.5] | true"
      })
  void aFrontOfWhatIsForOneTenantIsSaid(String front, boolean open, @TempDir Path folder)
      throws Exception {
    String source =
        CLUSTER.replace("{selector: {app: shop}", "{" + front + ", selector: {app: shop}");
    StringBuilder fenced = new StringBuilder(source);
    FencedCluster.rendered(source)
        .inOrder()
        .forEach(object -> fenced.append("---\n").append(object.text()));
    Path file = Files.writeString(folder.resolve("cluster.yaml"), fenced);
    Program.Result explained =
        Program.run(
            "explain",
            file.toString(),
            "--from=third",
            "--to=ours",
            "--stake=reach",
            "--assume=kubelet-anonymous-access=false");
    assertThat(explained.output().contains("node-port-sources-hidden"))
        .as(explained.output() + explained.error())
        .isEqualTo(open);

    Program.Result rendered =
        Program.run("render", file.toString(), "--out", folder.resolve("out").toString());
    assertThat(rendered.error().contains("publishes Service ours/shop to theirs alone"))
        .as(rendered.error())
        .isEqualTo(open);
  }
}
