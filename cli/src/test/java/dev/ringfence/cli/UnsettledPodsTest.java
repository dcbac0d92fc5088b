package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.admission.UnsettledPods;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.intake.TemplateAdmission;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A policy that makes every new pod privileged was passed over where the source has Deployments and
 * no pods: they counted as written. What can be worked out is; of the rest the worst is feared.
 */
final class UnsettledPodsTest {

  private static final String WORKLOADS =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {team: red}}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: blue}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: red}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: a, image: a}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: db, namespace: blue}
      spec:
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: a, image: a}]}
      ---
      """;

  private static final String PODS_OF_BOTH =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-1
        namespace: red
        labels: {app: web}
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: u1, controller: true}]
      spec: {containers: [{name: a, image: a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: db-1
        namespace: blue
        labels: {app: db}
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: db, uid: u2, controller: true}]
      spec: {containers: [{name: a, image: a}]}
      ---
      """;

  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: agents}
      spec:
        reinvocationPolicy: Never
        matchConstraints:
          namespaceSelector: {%s}
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [%s]}
        mutations:
        - patchType: ApplyConfiguration
          applyConfiguration: {expression: "Object{spec: Object.spec{hostPID: true}}"}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: agents}
      spec: {policyName: agents}
      ---
      """;

  private static final String WEBHOOK =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: %sWebhookConfiguration
      metadata: {name: sidecars}
      webhooks:
      - name: pods.example.com
        admissionReviewVersions: [v1]
        sideEffects: None
        clientConfig: {service: {namespace: mesh, name: injector}}
        rules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
      """;

  private static List<String> unsettled(Cluster cluster) {
    return UnsettledPods.of(cluster).values().stream()
        .flatMap(List::stream)
        .map(ObjectMeta::name)
        .toList();
  }

  private static List<String> asWritten(String yaml) {
    return unsettled(StrictReading.cluster(yaml));
  }

  private static Cluster admitted(String yaml) {
    return TemplateAdmission.of(
        StrictReading.cluster(yaml),
        List.of(new SourceSpec.Text("cluster.yaml", yaml)),
        KubernetesExpressions::new);
  }

  private static List<Boolean> hostPids(Cluster cluster) {
    return cluster.podClasses().stream().map(PodClass::spec).map(one -> one.hostPID()).toList();
  }

  @Test
  void whoMayChangePodsIsFeared() {
    String yaml = WORKLOADS + POLICY.formatted("", "pods") + WEBHOOK.formatted("Mutating");
    assertThat(asWritten(yaml)).containsExactly("sidecars", "agents", "sidecars", "agents");
    assertThat(unsettled(admitted(yaml))).containsExactly("sidecars", "sidecars");
  }

  @Test
  void policiesAreAppliedToTemplatesWhereTheySelectThem() {
    String yaml = WORKLOADS + POLICY.formatted("matchLabels: {team: red}", "pods");
    assertThat(asWritten(yaml)).containsExactly("agents");
    assertThat(hostPids(StrictReading.cluster(yaml))).containsExactly(false, false);
    Cluster admitted = admitted(yaml);
    assertThat(unsettled(admitted)).isEmpty();
    assertThat(hostPids(admitted)).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void whatComesBetweenAWorkloadAndItsPodsLeavesThemUnsettled() {
    String yaml = WORKLOADS + POLICY.formatted("", "pods, replicasets");
    assertThat(unsettled(admitted(yaml))).containsExactly("agents", "agents");
  }

  @Test
  void whatLooksAtWhatIsNotWorkedOutLeavesThemUnsettled() {
    String yaml =
        WORKLOADS
            + POLICY
                .formatted("", "pods")
                .replace("hostPID: true", "hostPID: has(object.metadata.ownerReferences)");
    assertThat(unsettled(admitted(yaml))).containsExactly("agents", "agents");
  }

  @Test
  void kyvernosRulesThatChangePodsAreFeared() {
    String rule =
        """
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: agents}
        spec:
          rules:
          - name: pid
            match: {any: [{resources: {kinds: [%s]}}]}
            mutate: {patchStrategicMerge: {spec: {hostPID: true}}}
        """;
    assertThat(asWritten(WORKLOADS + rule.formatted("Pod"))).containsExactly("agents", "agents");
    assertThat(asWritten(WORKLOADS + rule.formatted("Service"))).isEmpty();
  }

  @Test
  void nothingIsFearedWhereNobodyChangesPods() {
    assertThat(asWritten(WORKLOADS + WEBHOOK.formatted("Validating"))).isEmpty();
    assertThat(asWritten(WORKLOADS + POLICY.formatted("", "services"))).isEmpty();
    assertThat(asWritten(WORKLOADS)).isEmpty();
  }

  @Test
  void podsThatRunAreAsTheyAreSeen() {
    String stored = "uid: u, resourceVersion: '1', ";
    String dump =
        (WORKLOADS + PODS_OF_BOTH + POLICY.formatted("", "pods"))
            .replace("metadata: {name", "metadata: {" + stored + "name")
            .replaceAll("(?m)^( *)name: (web|db)-1$", "$0\n$1uid: u\n$1resourceVersion: '1'");
    assertThat(asWritten(dump)).isEmpty();
    assertThat(asWritten(dump.replaceAll("(?s)apiVersion: v1\nkind: Pod\n.*?---\n", "")))
        .containsExactly("agents", "agents");
  }

  @Test
  void verdictsRestOnWhatIsFeared() {
    String named = "pods-changed-by/MutatingWebhookConfiguration/sidecars";
    PolicySet policy =
        PolicySet.of(List.of(), new PolicyOptions(LocalDate.of(2026, 1, 1), null, Map.of()));
    Cluster cluster = StrictReading.cluster(WORKLOADS + WEBHOOK.formatted("Mutating"));
    assertThat(StandingScene.prove(policy, cluster).assumptions())
        .filteredOn(one -> one.id().equals(named))
        .singleElement()
        .satisfies(one -> assertThat(one.adds()).isNotEmpty());
    assertThat(StandingScene.prove(policy, StrictReading.cluster(WORKLOADS)).assumptions())
        .noneMatch(one -> one.id().equals(named));
  }
}
