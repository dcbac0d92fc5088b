package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What decides depth and stood to be confirmed, asked of a real API server. That a node makes
 * mirror pods with any labels in any namespace is in {@link IdentityStepsPerformedTest}.
 */
@RealControlPlane
public final class ConfirmedSemanticsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: tenant}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: one}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: two}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: agent, namespace: tenant}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: agent}
      rules:
      - {apiGroups: [""], resources: [nodes], verbs: [get, patch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: agent}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent}
      subjects: [{kind: ServiceAccount, name: agent, namespace: tenant}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: tenant, namespace: tenant}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
      subjects: [{kind: User, name: tenant, apiGroup: rbac.authorization.k8s.io}]
      """;

  private final ControlPlane plane;

  ConfirmedSemanticsTest(ControlPlane plane) {
    this.plane = plane;
    plane.reset();
    plane.apply(WORLD);
  }

  @AfterEach
  void leaveNothingInForce() {
    plane.reset();
  }

  private static ApiResponse label(ApiClient who, String node, String key) {
    return who.patch(
        "/api/v1/nodes/" + node,
        Patch.MERGE,
        "{\"metadata\":{\"labels\":{\"%s\":\"x\"}}}".formatted(key));
  }

  @Test
  void nodeRestrictionBindsNodesAndNotAnAgentThatMayPatchThem() {
    String restricted = "node-restriction.kubernetes.io/tenant";
    ApiClient node = plane.user("system:node:one", "system:nodes");
    assertThat(label(node, "one", restricted).status()).isEqualTo(403);
    assertThat(label(node, "two", "pool").status()).isEqualTo(403);
    ApiClient agent = plane.serviceAccount("tenant", "agent");
    Instant end = Instant.now().plus(PATIENCE);
    ApiResponse answer = label(agent, "one", restricted);
    while (answer.status() == 403 && Instant.now().isBefore(end)) {
      answer = label(agent, "one", restricted);
    }
    assertThat(answer.status()).isEqualTo(200);
    assertThat(label(agent, "two", restricted).status()).isEqualTo(200);
    assertThat(
            agent
                .patch(
                    "/api/v1/nodes/one",
                    Patch.MERGE,
                    "{\"spec\":{\"taints\":[{\"key\":\"a\",\"effect\":\"NoSchedule\"}]}}")
                .status())
        .as("taints too")
        .isEqualTo(200);
    assertThat(
            agent
                .patch(
                    "/api/v1/nodes/one/status",
                    Patch.MERGE,
                    "{\"metadata\":{\"labels\":{\"other\":\"x\"}}}")
                .status())
        .as("nodes/status is another resource")
        .isEqualTo(403);
  }

  private static final String KUBE_SYSTEM_ALONE =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: pods-by-kube-system-alone}
      spec:
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: tenant}}
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        validations:
        - expression: request.userInfo.username.startsWith('system:serviceaccount:kube-system:')
          messageExpression: "'created by ' + request.userInfo.username"
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: pods-by-kube-system-alone}
      spec: {policyName: pods-by-kube-system-alone, validationActions: [Deny]}
      """;

  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"own"},
       "spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"a"}]}}""";

  private static final String REPLICAS =
      """
      {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"set"},
       "spec":{"replicas":1,"selector":{"matchLabels":{"app":"set"}},
        "template":{"metadata":{"labels":{"app":"set"}},
         "spec":{"automountServiceAccountToken":false,
          "containers":[{"name":"a","image":"a"}]}}}}""";

  @Test
  void podsOfAWorkloadAreAdmittedAsKubeSystemsController() throws Exception {
    plane.apply(KUBE_SYSTEM_ALONE);
    ApiClient tenant = plane.user("tenant");
    String pods = "/api/v1/namespaces/tenant/pods";
    Instant end = Instant.now().plus(PATIENCE);
    ApiResponse own = tenant.post(pods, POD);
    while (!own.body().contains("created by tenant") && Instant.now().isBefore(end)) {
      if (own.status() == 201) {
        plane.administrator().delete(pods + "/own?gracePeriodSeconds=0");
      }
      own = tenant.post(pods, POD);
    }
    assertThat(own.status()).isEqualTo(422);
    assertThat(own.body()).contains("created by tenant");
    assertThat(tenant.post("/apis/apps/v1/namespaces/tenant/replicasets", REPLICAS).status())
        .isEqualTo(201);
    JsonNode made = made(pods);
    while (made.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      made = made(pods);
    }
    assertThat(made).as("what is refused to the tenant is let through for it").hasSize(1);
  }

  private JsonNode made(String pods) {
    return plane
        .administrator()
        .get(pods + "?labelSelector=app%3Dset")
        .orThrow()
        .json()
        .at("/items");
  }

  /** A backend that nobody serves: whoever it is asked about fails. */
  private static final String WEBHOOK =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: asked}
      webhooks:
      - name: asked.example.com
        rules:
        - {operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}
        clientConfig: {url: "https://127.0.0.1:9/asked"}
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: tenant}}
        matchConditions:
        - {name: any, expression: "%s"}
        sideEffects: None
        admissionReviewVersions: [v1]
        failurePolicy: Fail
      """;

  private String mirrorPod() {
    String uid =
        plane
            .administrator()
            .get("/api/v1/nodes/one")
            .orThrow()
            .json()
            .at("/metadata/uid")
            .asText();
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"mirror",
          "annotations":{"kubernetes.io/config.mirror":"x"},
          "ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"one","uid":"%s",
            "controller":true}]},
         "spec":{"nodeName":"one","automountServiceAccountToken":false,
          "containers":[{"name":"a","image":"a"}]}}"""
        .formatted(uid);
  }

  @Test
  void webhooksAreAskedAboutMirrorPodsUnlessAConditionLeavesNodesOut() {
    ApiClient node = plane.user("system:node:one", "system:nodes");
    String pods = "/api/v1/namespaces/tenant/pods?dryRun=All";
    assertThat(node.post(pods, mirrorPod()).status()).isEqualTo(201);
    plane.apply(WEBHOOK.formatted("true"));
    Instant end = Instant.now().plus(PATIENCE);
    ApiResponse asked = node.post(pods, mirrorPod());
    while (asked.status() == 201 && Instant.now().isBefore(end)) {
      asked = node.post(pods, mirrorPod());
    }
    assertThat(asked.body()).contains("failed calling webhook \\\"asked.example.com\\\"");
    plane.apply(WEBHOOK.formatted("!('system:nodes' in request.userInfo.groups)"));
    end = Instant.now().plus(PATIENCE);
    ApiResponse left = node.post(pods, mirrorPod());
    while (left.status() != 201 && Instant.now().isBefore(end)) {
      left = node.post(pods, mirrorPod());
    }
    assertThat(left.status()).isEqualTo(201);
  }
}
