package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.judgement.ProofMemory;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.StandingResolution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small cluster whose proof is kept while it changes, and all that the proof says. */
final class StandingScene {

  private StandingScene() {}

  /** A proof that is kept. */
  static StandingProof stand(PolicySet policy, Cluster cluster) {
    StandingResolution resolution = new StandingResolution(policy);
    return new StandingProof(
        cluster, (changed, memory) -> prove(resolution.resolve(changed), memory));
  }

  static ObjectMeta meta(String kind, @Nullable String namespace, String name) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name),
        LabelSet.EMPTY,
        Map.of(),
        null,
        new Origin(Origin.Source.FILE, "added.yaml", 0));
  }

  /** From scratch. */
  static ProofRun prove(PolicySet policy, Cluster cluster) {
    return prove(policy.resolve(cluster), null);
  }

  static ProofRun prove(Resolution resolution, @Nullable ProofMemory memory) {
    return ProofRun.of(
        resolution.cluster(),
        resolution.tenancy(),
        resolution.requirements(),
        new Assumptions(resolution.statements()),
        2,
        resolution.remarks(),
        stage -> {},
        new KubernetesExpressions(),
        memory);
  }

  /** The verdicts of a proof that stands, which have to be those of a proof from scratch. */
  static List<String> comparedVerdicts(PolicySet policy, StandingProof standing, String after) {
    List<String> now = verdicts(standing.answers());
    assertThat(now).as(after).isEqualTo(verdicts(prove(policy, standing.cluster())));
    return now;
  }

  static List<String> verdicts(ProofAnswers answers) {
    List<String> all = new ArrayList<>();
    answers.forEachVerdict(
        verdict ->
            all.add(
                answers.tenancy().tenant(verdict.from()).name()
                    + answers.tenancy().tenant(verdict.to()).name()
                    + verdict.stake()
                    + verdict.outcome()
                    + verdict.depth()
                    + verdict.depthIfRefuted()
                    + verdict.smallest()
                    + verdict.count()
                    + verdict.assumptions()
                    + verdict.resources()));
    return all;
  }

  static Intake.Result read(Path folder) throws Exception {
    return read(folder, cluster());
  }

  static Intake.Result read(Path folder, String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("cluster.yaml"), yaml);
    return Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT);
  }

  /** Five tenants, three nodes in two pools, pods with owners, grants across and policies. */
  static String cluster() {
    StringBuilder yaml = new StringBuilder();
    for (int node = 0; node < 3; node++) {
      yaml.append(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: node-%1$d, labels: {pool: p%2$d}}
          spec: {podCIDR: 10.%1$d.0.0/16, podCIDRs: [10.%1$d.0.0/16]}
          status: {addresses: [{type: InternalIP, address: 192.0.2.%1$d}]}
          ---
          """
              .formatted(node, node % 2));
    }
    for (int tenant = 0; tenant < 5; tenant++) {
      yaml.append(
          """
          apiVersion: v1
          kind: Namespace
          metadata: {name: t%1$d, labels: {pod-security.kubernetes.io/enforce: baseline}}
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: closed, namespace: t%1$d}
          spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: from-team, namespace: t%1$d}
          spec:
            podSelector: {}
            ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]
            egress: [{to: [{namespaceSelector: {matchLabels: {team: a}}}]}]
            policyTypes: [Ingress, Egress]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: grant, namespace: t%1$d}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %3$s}
          subjects: [{kind: ServiceAccount, name: default, namespace: t%2$d}]
          ---
          """
              .formatted(tenant, (tenant + 1) % 5, tenant % 2 == 0 ? "edit" : "view"));
      for (int pod = 0; pod < 4; pod++) {
        yaml.append(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: app-%2$d
              namespace: t%1$d
              labels: {app: app-%3$d}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: rs-%3$d, uid: u, controller: true}]
            spec:
              nodeName: node-%4$d
              %5$s
              containers: [{name: c, image: "example.org/app-%3$d"}]
            status: {podIP: 10.%4$d.%1$d.%2$d}
            ---
            """
                .formatted(
                    tenant,
                    pod,
                    pod / 3,
                    pod % 3,
                    tenant == 0 ? "nodeSelector: {pool: p0}" : "hostIPC: false"));
      }
    }
    return yaml.toString();
  }
}
