package dev.ringfence.policy.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.fence.Resolvers;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What repairs close leaves names to be asked where this cluster answers them. */
final class ClosedNetworkTest {

  private static final String CLUSTER =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: openshift-dns}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: dns-default, namespace: openshift-dns}
      spec:
        selector: {dns: default}
        ports:
        - {name: dns, port: 53, protocol: UDP, targetPort: dns}
        - {name: dns-tcp, port: 53, protocol: TCP, targetPort: dns-tcp}
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: dns-default, namespace: openshift-dns}
      spec:
        selector: {matchLabels: {dns: default}}
        template:
          metadata: {labels: {dns: default}}
          spec:
            containers:
            - name: dns
              image: coredns:1
              ports:
              - {name: dns, containerPort: 5353, protocol: UDP}
              - {name: dns-tcp, containerPort: 5353, protocol: TCP}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: node-local-dns, namespace: kube-system}
      data: {Corefile: ".:53 {\\n  bind 169.254.20.10\\n}"}
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: node-local-dns, namespace: kube-system}
      spec:
        selector: {matchLabels: {k8s-app: node-local-dns}}
        template:
          metadata: {labels: {k8s-app: node-local-dns}}
          spec:
            hostNetwork: true
            containers: [{name: node-cache, image: "node-cache:1"}]
            volumes: [{name: config, configMap: {name: node-local-dns}}]
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: shop}
      spec:
        trust: Trusted
        namespaces: {names: [shop]}
        publishes: [{namespace: shop, service: web, to: [{tenant: unborn}]}]
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: unborn}
      spec: {trust: Trusted, namespaces: {names: [unborn]}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {selector: {app: web}, ports: [{port: 80, targetPort: web}]}
      """;

  private static Resolution read() {
    Intake.Result read =
        Intake.read(List.of(new SourceSpec.Text("source", CLUSTER)), IntakeOptions.DEFAULT);
    return PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)))
        .resolve(read.cluster());
  }

  @Test
  void namesAreAskedWhereThisClusterAnswersThem() {
    Resolution resolution = read();
    Cluster cluster = resolution.cluster();
    DenyEgress closed = new DenyEgress("shop", Resolvers.of(cluster, resolution.tenancy()));
    assertThat(closed.patch())
        .contains("kubernetes.io/metadata.name: openshift-dns", "\"dns\": \"default\"")
        .contains("[{protocol: UDP, port: 5353}, {protocol: TCP, port: 5353}]")
        .contains("{ipBlock: {cidr: \"169.254.20.10/32\"}}")
        .doesNotContain("kube-dns");

    // What is proved is what is written.
    ClusterEdit edit = new ClusterEdit(cluster);
    closed.apply(edit);
    NetworkPolicy proved = edit.build().networkPolicies().getFirst();
    String manifest = closed.patch().lines().skip(1).reduce("", (all, line) -> all + line + "\n");
    NetworkPolicy written =
        Intake.read(
                List.of(new SourceSpec.Text("patch", manifest.replace("EOF\n", ""))),
                IntakeOptions.DEFAULT)
            .cluster()
            .networkPolicies()
            .getFirst();
    assertThat(proved.egress()).isEqualTo(written.egress());
    assertThat(proved.forEgress()).isEqualTo(written.forEgress());
  }

  /** A rule without a peer would be open to everybody. */
  @Test
  void whatIsForATenantWithoutNamespacesIsNotOpenedToEverybody() {
    Resolution resolution = read();
    assertThat(KeptOpen.of("shop", resolution.cluster(), resolution.tenancy())).isEmpty();
    assertThat(KeptOpen.of("openshift-dns", resolution.cluster(), resolution.tenancy()))
        .singleElement()
        .satisfies(open -> assertThat(open.from()).isEmpty());
  }
}
