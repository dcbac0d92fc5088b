package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Subresources and kinds that change more than their names say, each performed on the real API
 * server: labels of pods by their status and their binding, pods that stop or shrink by grants that
 * delete nothing, pods by a StatefulSet's revisions, and a node's certificate that nobody approves.
 */
@RealControlPlane
class SideDoorsPerformedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String IN = "/api/v1/namespaces/doors";
  private static final String POD = IN + "/pods/web";
  private static final String JOB = "/apis/batch/v1/namespaces/doors/jobs/work";
  private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: doors}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: one}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: doors}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: doors}
      spec:
        nodeSelector: {nobody: "has"}
        containers:
        - {name: a, image: a, resources: {requests: {cpu: 100m}, limits: {cpu: 200m}}}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: work, namespace: doors}
      spec:
        template:
          spec:
            nodeSelector: {nobody: "has"}
            restartPolicy: Never
            containers: [{name: a, image: a}]
      """;

  /** For {@code O=system:nodes, CN=system:node:one}, by a key that nobody has kept. */
  private static final String NODE_REQUEST =
      """
      -----BEGIN CERTIFICATE REQUEST-----
      MIHtMIGTAgEAMDExFTATBgNVBAoMDHN5c3RlbTpub2RlczEYMBYGA1UEAwwPc3lz
      dGVtOm5vZGU6b25lMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+i3nnnS1LQUr
      J7BteTxfsig0YfKc3CEu+XHqXdSNJ6CczO3oK3yVcxnxUmZLM3CslhWxUT60yttx
      W/ah6o9gxKAAMAoGCCqGSM49BAMCA0kAMEYCIQDUPPgHyhCIeyMn8fhEUl5IEReT
      jkMaThdrUsYdrP2zVgIhAPk2k/LcvwaLjpuLF17Yvj0xwCNdjUnvBxNXyN3I1oUt
      -----END CERTIFICATE REQUEST-----
      """;

  private final ControlPlane plane;

  SideDoorsPerformedTest(ControlPlane plane) {
    this.plane = plane;
  }

  private ApiClient user(String name, String rules) {
    GrantedUser.bind(plane, name, rules);
    return plane.user(name);
  }

  /** Once what was bound last counts, so does the rest. */
  private void awaitBindings() throws InterruptedException {
    ApiClient last = user("doors-last", "get||namespaces");
    until(last, IN, answer -> answer.status() == 200);
  }

  private static ApiResponse until(ApiClient client, String path, Predicate<ApiResponse> wanted)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    ApiResponse answer = client.get(path);
    while (!wanted.test(answer)) {
      assertThat(Instant.now()).as(answer.body()).isBefore(end);
      Thread.sleep(100);
      answer = client.get(path);
    }
    return answer;
  }

  private static String labelled(ApiResponse answer) {
    return answer.json().at("/metadata/labels").path("tenant").asText();
  }

  private static String labels(String value) {
    return "{\"metadata\":{\"labels\":{\"tenant\":\"%s\"}}}".formatted(value);
  }

  @Test
  void theStatusOfAPodTakesLabelsAndWhatResizesItOrAddsContainersDoesNot() throws Exception {
    plane.reset();
    plane.apply(WORLD);
    ApiClient status = user("doors-status", "patch||pods/status");
    ApiClient resize = user("doors-resize", "patch||pods/resize");
    ApiClient ephemeral = user("doors-ephemeral", "patch||pods/ephemeralcontainers");
    awaitBindings();
    assertThat(resize.patch(POD + "/status", Patch.MERGE, labels("c")).status()).isEqualTo(403);
    resize.patch(POD + "/resize", Patch.MERGE, labels("b"));
    ephemeral.patch(POD + "/ephemeralcontainers", Patch.MERGE, labels("d"));
    assertThat(labelled(plane.administrator().get(POD))).isEmpty();
    assertThat(status.patch(POD + "/status", Patch.MERGE, labels("a")).status()).isEqualTo(200);
    assertThat(labelled(plane.administrator().get(POD))).isEqualTo("a");
  }

  @Test
  void whoeverGetsASpecHasTheValuesOfItsEnvironment() throws Exception {
    plane.reset();
    plane.apply(
        WORLD
            + """
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: telling, namespace: doors}
            spec:
              nodeSelector: {nobody: "has"}
              containers: [{name: a, image: a, env: [{name: WORD, value: mellon}]}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: telling, namespace: doors}
            spec:
              replicas: 0
              selector: {matchLabels: {app: telling}}
              template:
                metadata: {labels: {app: telling}}
                spec: {containers: [{name: a, image: a, env: [{name: WORD, value: mellon}]}]}
            """);
    ApiClient reads =
        user(
            "doors-reads",
            "get||pods;get||pods/status;get||pods/resize;get||pods/ephemeralcontainers"
                + ";get|apps|deployments;get|apps|deployments/status;get|apps|deployments/scale");
    ApiClient deletes = user("doors-deletes", "delete||pods");
    ApiClient patches = user("doors-patches", "patch||pods");
    ApiClient logs = user("doors-logs", "get||pods/log");
    awaitBindings();
    String pod = IN + "/pods/telling";
    String deployment = "/apis/apps/v1/namespaces/doors/deployments/telling";
    for (String path :
        List.of(
            pod,
            pod + "/status",
            pod + "/resize",
            pod + "/ephemeralcontainers",
            deployment,
            deployment + "/status")) {
      assertThat(reads.get(path).body()).as(path).contains("mellon");
      assertThat(logs.get(path).status()).as(path).isEqualTo(403);
    }
    assertThat(reads.get(deployment + "/scale").body()).contains("Scale").doesNotContain("mellon");
    assertThat(patches.patch(pod, Patch.MERGE, "{}").body()).contains("mellon");
    assertThat(deletes.delete(pod + "?dryRun=All&propagationPolicy=Foreground").body())
        .contains("mellon");
  }

  @Test
  void aBindingBringsLabelsOfItsOwn() throws Exception {
    plane.reset();
    plane.apply(WORLD);
    ApiClient binds = user("doors-binds", "create||pods/binding");
    awaitBindings();
    ApiResponse bound =
        binds.post(
            POD + "/binding",
            """
            {"apiVersion":"v1","kind":"Binding","metadata":{"name":"web",
             "labels":{"tenant":"a"},"annotations":{"tenant":"a"}},
             "target":{"kind":"Node","name":"one"}}""");
    assertThat(bound.status()).as(bound.body()).isEqualTo(201);
    JsonNode pod = plane.administrator().get(POD).json();
    assertThat(pod.at("/metadata/labels/tenant").asText()).isEqualTo("a");
  }

  @Test
  void aJobStopsAndAPodShrinksWithoutBeingDeleted() throws Exception {
    plane.reset();
    plane.apply(WORLD);
    ApiClient jobs = user("doors-jobs", "patch|batch|jobs");
    ApiClient twin = user("doors-twin", "patch|batch|cronjobs");
    ApiClient resize = user("doors-resize", "patch||pods/resize");
    awaitBindings();
    String pods = IN + "/pods?labelSelector=job-name%3Dwork";
    until(plane.administrator(), pods, answer -> !answer.json().at("/items").isEmpty());
    String suspend = "{\"spec\":{\"suspend\":true}}";
    assertThat(twin.patch(JOB, Patch.MERGE, suspend).status()).isEqualTo(403);
    ApiResponse image =
        jobs.patch(
            JOB,
            Patch.STRATEGIC,
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}}}");
    assertThat(image.status()).as("another image").isEqualTo(422);
    assertThat(jobs.patch(JOB, Patch.MERGE, suspend).status()).isEqualTo(200);
    until(
        plane.administrator(),
        pods,
        answer ->
            answer.json().at("/items").isEmpty()
                || answer.json().at("/items/0/metadata").has("deletionTimestamp"));
    ApiResponse moved =
        jobs.patch(JOB, Patch.MERGE, "{\"spec\":{\"template\":" + labels("a") + "}}");
    assertThat(moved.status()).as(moved.message()).isEqualTo(200);
    String less =
        """
        {"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1m"},
         "limits":{"cpu":"1m"}}}]}}""";
    ApiResponse shrunk = resize.patch(POD + "/resize", Patch.STRATEGIC, less);
    assertThat(shrunk.status()).as(shrunk.message()).isEqualTo(200);
    assertThat(resize.patch(POD, Patch.STRATEGIC, less).status()).isEqualTo(403);
  }

  @Test
  void aNodesCertificateIsApprovedByItselfForWhoeverMayAskForOne() throws Exception {
    plane.reset();
    plane.apply(WORLD);
    String ask = "create|certificates.k8s.io|certificatesigningrequests";
    ApiClient joins = user("doors-joins", ask + ";" + ask + "/nodeclient");
    ApiClient asks = user("doors-asks", ask + ";" + ask + "/selfnodeclient");
    awaitBindings();
    String body =
        """
        {"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest",
         "metadata":{"name":"%s"},"spec":{"request":"%s","usages":["client auth",
         "digital signature"],"signerName":"kubernetes.io/kube-apiserver-client-kubelet"}}""";
    String request =
        Base64.getEncoder().encodeToString(NODE_REQUEST.getBytes(StandardCharsets.US_ASCII));
    asks.post(REQUESTS, body.formatted("asks", request)).orThrow();
    joins.post(REQUESTS, body.formatted("joins", request)).orThrow();
    ApiResponse approved =
        until(
            plane.administrator(),
            REQUESTS + "/joins",
            answer -> !answer.json().at("/status/conditions").isMissingNode());
    assertThat(approved.json().at("/status/conditions/0/type").asText()).isEqualTo("Approved");
    assertThat(plane.administrator().get(REQUESTS + "/asks").json().at("/status/conditions"))
        .isEmpty();
  }

  @Test
  void aBindingOfMutatingPoliciesCanBeMadeAnotherPolicys() throws Exception {
    plane.reset();
    plane.apply(
        WORLD
            + """
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: doors}
            spec:
              policyName: doors
              matchResources: {namespaceSelector: {matchLabels: {nobody: has}}}
            """);
    ApiClient binds =
        user("doors-rebinds", "patch|admissionregistration.k8s.io|mutatingadmissionpolicybindings");
    awaitBindings();
    ApiResponse answer =
        binds.patch(
            "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings/doors",
            Patch.MERGE,
            "{\"spec\":{\"policyName\":\"other\"}}");
    assertThat(answer.status()).as(answer.message()).isEqualTo(200);
    plane
        .administrator()
        .delete("/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings/doors");
  }

  @Test
  void aStatefulSetMakesPodsByRevisionsThatSomebodyElseWrote() throws Exception {
    plane.reset();
    plane.apply(WORLD);
    plane.apply(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: base, namespace: doors}
        spec:
          replicas: 1
          serviceName: base
          updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 5}}
          selector: {matchLabels: {app: base}}
          template:
            metadata: {labels: {app: base}}
            spec:
              nodeSelector: {nobody: "has"}
              containers: [{name: a, image: registry.example/right}]
        """);
    ApiClient revisions = user("doors-revisions", "*|apps|controllerrevisions");
    awaitBindings();
    String base = IN + "/pods/base-0";
    until(plane.administrator(), base, answer -> answer.status() == 200);
    String all = "/apis/apps/v1/namespaces/doors/controllerrevisions";
    JsonNode one =
        until(revisions, all, a -> !a.json().at("/items").isEmpty()).json().at("/items/0");
    String name = one.at("/metadata/name").asText();
    String wrong =
        one.toString()
            .replace("example/right", "example/wrong")
            .replaceFirst("\"resourceVersion\":\"[^\"]*\",?", "");
    assertThat(revisions.put(all + "/" + name, wrong).status()).as("immutable").isEqualTo(422);
    // Between deletion and creation the controller may have written it anew.
    Instant end = Instant.now().plus(PATIENCE);
    revisions.delete(all + "/" + name);
    while (revisions.post(all, wrong).status() == 409) {
      assertThat(Instant.now()).isBefore(end);
      revisions.delete(all + "/" + name);
    }
    plane.administrator().delete(base + "?gracePeriodSeconds=0");
    until(
        plane.administrator(),
        base,
        answer ->
            answer.json().at("/spec/containers/0/image").asText().equals("registry.example/wrong"));
  }
}
