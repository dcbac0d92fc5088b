package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.admission.ObjectReview;
import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Reading;
import dev.ringfence.intake.whole.Submission;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.intake.whole.WholeObjects;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random MutatingAdmissionPolicies, beside a few validating ones, and pods: the pod that a real API
 * server answers to a dry run, against the one that the engine makes. By default {@value
 * #DEFAULT_PODS} requests; the system property {@value #PODS} asks for more.
 */
@RealControlPlane
class MutationDifferentialTest {

  private static final String PODS = "ringfence.mutation.pods";
  private static final int DEFAULT_PODS = 450;
  private static final int PODS_OF_A_WORLD = 150;
  private static final int POLICIES_OF_A_WORLD = 3;
  private static final long SEED = Long.getLong("ringfence.seed", 36L);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String NAMESPACES =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: tenant-a, labels: {tenant: a}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: tenant-b, labels: {tenant: b}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: nobody}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: tenant-a}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: tenant-b}
      automountServiceAccountToken: false
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: nobody}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: limits, namespace: tenant-a, labels: {use: admission}}
      data: {most: "2", allowed: "main-0,main-1"}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: limits, namespace: tenant-b}
      data: {most: "1", allowed: "other", deny: "yes"}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: more, namespace: tenant-b, labels: {use: admission}}
      data: {most: "3", allowed: "main-0"}
      """;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ControlPlane plane;

  MutationDifferentialTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void policiesMakeWhatTheServerMakes(@TempDir Path folder) throws Exception {
    int wanted = Integer.getInteger(PODS, DEFAULT_PODS);
    int refused = 0;
    int decided = 0;
    int undecided = 0;
    int changed = 0;
    int unordered = 0;
    List<String> differences = new ArrayList<>();
    for (int world = 0; world * PODS_OF_A_WORLD < wanted; world++) {
      plane.reset();
      awaitNoSentinel();
      RandomPolicies policies = new RandomPolicies(seed(world));
      RandomMutations mutations = new RandomMutations(seed(world));
      List<String> documents = new ArrayList<>(List.of(NAMESPACES));
      for (int at = 0; at < POLICIES_OF_A_WORLD; at++) {
        documents.addAll(mutations.next("mutation-" + at));
      }
      documents.addAll(policies.next("policy"));
      documents.add(sentinel(world));
      String text = String.join("\n---\n", documents);
      plane.apply(text);
      awaitSentinel();
      Cluster cluster = Reading.file(folder, "world-" + world + ".yaml", text).cluster();
      List<WholeObject> pods = pods(folder, world);
      ObjectReview review = ObjectReview.of(cluster, new KubernetesExpressions());
      Submission submission =
          new Submission(
              cluster,
              pods,
              new AdmissionRequest.User("admin", List.of("system:masters", "system:authenticated")),
              authorizer(cluster));
      for (int at = 0; at < pods.size(); at++) {
        ObjectVerdict verdict = review.review(submission.of(pods.get(at)));
        if (verdict.undecided().stream().anyMatch(one -> one.why().contains("order"))) {
          unordered++;
          continue;
        }
        String difference = lasting(pods.get(at), verdict);
        if (difference == null) {
          continue; // the API's validation refuses the pod itself
        }
        decided++;
        undecided += verdict.undecided().isEmpty() ? 0 : 1;
        refused += verdict.allowed() ? 0 : 1;
        changed += verdict.changedBy().isEmpty() ? 0 : 1;
        if (!difference.isEmpty()) {
          differences.add(difference + "\n" + pods.get(at).name() + " in\n" + text);
        }
      }
    }
    System.out.println(
        "%d pods decided, %d changed, %d refused, %d undecided, %d depend on the order of policies"
            .formatted(decided, changed, refused, undecided, unordered));
    assertThat(differences).isEmpty();
    assertThat(changed).isGreaterThan(decided / 10);
    assertThat(refused).isPositive().isLessThan(decided);
    assertThat(undecided).isZero();
  }

  /** Far from its neighbours', for the first numbers of near seeds are alike. */
  private static long seed(int world) {
    return (SEED + world) * 0x9E3779B97F4A7C15L;
  }

  private static AdmissionRequest.Authorizer authorizer(Cluster cluster) {
    Access access = Access.of(cluster);
    return (user, verb, group, resource, subresource, namespace, name, path) ->
        access.allowed(
            new Requester(user.name(), user.groups()),
            Request.resource(verb, group, resource, subresource, namespace, name));
  }

  /** A policy that comes last, so that once it is in force the others are. */
  private static String sentinel(int world) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: sentinel-%1$d}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
          validations: [{expression: "false", message: sentinel}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: sentinel-%1$d}
        spec: {policyName: sentinel-%1$d, validationActions: [Deny]}
        """
        .formatted(world);
  }

  /** The control plane is shared: what is left in force would refuse other tests' objects. */
  @AfterEach
  void leaveNothingInForce() throws InterruptedException {
    plane.reset();
    awaitNoSentinel();
    Thread.sleep(300);
  }

  /** Policies that were deleted refuse for a moment longer. */
  private void awaitNoSentinel() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!plane
        .administrator()
        .dryRun()
        .post(
            "/api/v1/namespaces/default/configmaps",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"probe\"}}")
        .isSuccess()) {
      assertThat(Instant.now()).as("policies of the last world are gone").isBefore(end);
      Thread.sleep(100);
    }
  }

  private void awaitSentinel() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    ApiClient dryRun = plane.administrator().dryRun();
    while (dryRun
        .post(
            "/api/v1/namespaces/nobody/configmaps",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"probe\"}}")
        .isSuccess()) {
      assertThat(Instant.now()).as("policies come into force").isBefore(end);
      Thread.sleep(100);
    }
    Thread.sleep(300);
  }

  private static List<WholeObject> pods(Path folder, int world) throws IOException {
    RandomPods pods = new RandomPods(seed(world));
    Random random = new Random(seed(world));
    List<String> texts = new ArrayList<>();
    String[] namespaces = {"tenant-a", "tenant-b", "nobody"};
    for (int at = 0; at < PODS_OF_A_WORLD; at++) {
      String labels =
          switch (random.nextInt(4)) {
            case 0 -> ", \"labels\": {\"team\": \"a\"}}, \"spec\"";
            case 1 -> ", \"labels\": {\"team\": \"b\", \"skip\": \"yes\"}}, \"spec\"";
            default -> "}, \"spec\"";
          };
      texts.add(
          pods.next(namespaces[random.nextInt(3)], "pod-" + at)
              .replaceFirst("}, \"spec\"", labels));
    }
    Path file = folder.resolve("pods-" + world + ".json");
    Files.writeString(file, "[" + String.join(",\n", texts) + "]");
    return WholeObjects.read(List.of(file.toString())).objects();
  }

  /** Asked again where they differ, for the server's caches lag: only what stays is told. */
  private @org.jspecify.annotations.Nullable String lasting(WholeObject pod, ObjectVerdict verdict)
      throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    String difference = difference(pod, verdict);
    while (difference != null && !difference.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(500);
      difference = difference(pod, verdict);
    }
    return difference;
  }

  /** Empty where both say the same; null where the pod is invalid anyway. */
  private @org.jspecify.annotations.Nullable String difference(
      WholeObject pod, ObjectVerdict verdict) throws Exception {
    String path = "/api/v1/namespaces/" + pod.namespace() + "/pods";
    String json = json(pod);
    ApiResponse answer = plane.administrator().dryRun().post(path, json);
    String message = answer.isSuccess() ? "" : answer.message();
    boolean byPolicy = message.contains("denied request: ");
    if (!answer.isSuccess() && !byPolicy) {
      return null;
    }
    if (verdict.allowed() != answer.isSuccess()) {
      return "server: " + message + "\nengine: " + verdict.violations() + "\n" + json;
    }
    if (!answer.isSuccess()) {
      return "";
    }
    JsonNode there = MAPPER.readTree(answer.body());
    JsonNode here = MAPPER.valueToTree(verdict.object().request().object());
    for (String part : List.of("/metadata/labels", "/metadata/annotations", "/spec")) {
      JsonNode wanted = there.at(part);
      JsonNode found = here.at(part);
      if (!normal(wanted).equals(normal(found))) {
        return part + "\nserver: " + normal(wanted) + "\nengine: " + normal(found) + "\n" + json;
      }
    }
    return "";
  }

  /** Without the random part of the token volume's name, and without what is empty. */
  private static JsonNode normal(JsonNode node) throws IOException {
    String text = node.toString().replaceAll("kube-api-access-[a-z0-9]{5}", "kube-api-access-0");
    String shorter = text;
    do {
      text = shorter;
      shorter =
          text.replaceAll("\"[a-zA-Z]+\":(null|\\[]|\\{}|\"\"|false),?", "").replace(",}", "}");
    } while (!shorter.equals(text));
    return MAPPER.readTree(text);
  }

  private static String json(WholeObject pod) throws IOException {
    return MAPPER.writeValueAsString(pod.plain());
  }
}
