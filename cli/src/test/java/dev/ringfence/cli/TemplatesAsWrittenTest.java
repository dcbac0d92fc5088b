package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.TemplatesAsWritten;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A policy that makes every new pod privileged was passed over in silence where the source has
 * Deployments and no pods: they count as written, which is told.
 */
final class TemplatesAsWrittenTest {

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

  private static List<String> told(String yaml) {
    return TemplatesAsWritten.of(StrictReading.cluster(yaml));
  }

  @Test
  void whoChangesPodsOfWorkloadsWithoutPodsIsTold() {
    assertThat(told(WORKLOADS + POLICY.formatted("", "pods") + WEBHOOK.formatted("Mutating")))
        .singleElement()
        .asString()
        .startsWith(
            "2 workloads have no pods in the source and count as their templates are written")
        .endsWith(": MutatingAdmissionPolicy agents, MutatingWebhookConfiguration sidecars");
  }

  @Test
  void onlyInNamespacesThatItSelects() {
    assertThat(told(WORKLOADS + POLICY.formatted("matchLabels: {team: red}", "pods")))
        .singleElement()
        .asString()
        .startsWith("Deployment red/web has no pod in the source")
        .endsWith(": MutatingAdmissionPolicy agents");
  }

  @Test
  void nothingIsToldWherePodsAreSeenOrNobodyChangesThem() {
    String policy = POLICY.formatted("", "pods");
    assertThat(told(WORKLOADS + PODS_OF_BOTH + policy)).isEmpty();
    assertThat(told(WORKLOADS + WEBHOOK.formatted("Validating"))).isEmpty();
    assertThat(told(WORKLOADS + POLICY.formatted("", "services"))).isEmpty();
    assertThat(told(WORKLOADS)).isEmpty();
  }
}
