package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.ringfence.testbed.api.ApiResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Policies in force in two places at once: on a real API server, and in the engine that read the
 * same documents. Both have three namespaces, two of tenants, with parameters of their own.
 */
final class PolicyWorld {

  private static final long SEED = Long.getLong("ringfence.seed", 36L);

  /** A server that much else keeps busy takes its time to see the parameters of a policy. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration UNTIL_IN_FORCE = Duration.ofMinutes(3);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The label that the mutating one adds, and the word that the validating one says. */
  private static final String SENTINEL = "sentinel-of-the-world";

  private static final String PROBE =
      """
      {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "probe"}}""";

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

  private final ControlPlane plane;
  private final Path folder;
  private final int number;
  private final String text;
  private final ObjectReview review;
  private final Cluster cluster;

  /**
   * Puts the policies in force, alone, and waits until they are.
   *
   * @param number tells the world from others of the same control plane
   * @param policies documents of policies, bindings and what they need
   */
  PolicyWorld(ControlPlane plane, Path folder, int number, List<String> policies)
      throws IOException, InterruptedException {
    this.plane = plane;
    this.folder = folder;
    this.number = number;
    KeptParameters.on(plane);
    leaveNothingInForce(plane);
    List<String> documents = new ArrayList<>(List.of(NAMESPACES));
    documents.addAll(policies);
    documents.add(sentinels(number));
    text = String.join("\n---\n", documents);
    plane.apply(text);
    awaitSentinels();
    cluster = Reading.file(folder, "world-" + number + ".yaml", text).cluster();
    review = ObjectReview.of(cluster, new KubernetesExpressions());
  }

  /** Far from its neighbours', for the first numbers of near seeds are alike. */
  static long seed(int world) {
    return (SEED + world) * 0x9E3779B97F4A7C15L;
  }

  /** Everything that is in force, as documents. */
  String text() {
    return text;
  }

  /** What the engine says of each pod, in order, of an administrator who creates it. */
  List<ObjectVerdict> verdicts(List<WholeObject> pods) {
    Submission submission =
        new Submission(
            cluster,
            pods,
            new AdmissionRequest.User("admin", List.of("system:masters", "system:authenticated")),
            authorizer(cluster));
    return pods.stream().map(pod -> review.review(submission.of(pod))).toList();
  }

  /** What the server says of the pod by a dry run. */
  ApiResponse answer(WholeObject pod) throws IOException, InterruptedException {
    return answer(pod.namespace(), json(pod));
  }

  /** The same of a pod in JSON. */
  ApiResponse answer(String namespace, String pod) {
    String path = "/api/v1/namespaces/" + namespace + "/pods";
    return plane.administrator().dryRun().post(path, pod);
  }

  static String json(WholeObject pod) throws IOException {
    return MAPPER.writeValueAsString(pod.plain());
  }

  /** Random pods in the three namespaces, with labels that policies look at. */
  List<WholeObject> pods(int count) throws IOException {
    RandomPods pods = new RandomPods(seed(number));
    Random random = new Random(seed(number));
    List<String> texts = new ArrayList<>();
    String[] namespaces = {"tenant-a", "tenant-b", "nobody"};
    for (int at = 0; at < count; at++) {
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
    return pods(texts);
  }

  /** Pods as written in JSON. */
  List<WholeObject> pods(List<String> texts) throws IOException {
    Path file = folder.resolve("pods-" + number + ".json");
    Files.writeString(file, "[" + String.join(",\n", texts) + "]");
    return WholeObjects.read(List.of(file.toString())).objects();
  }

  /** How the two differ: empty where they do not, null where the pod is invalid anyway. */
  interface Comparison {
    @Nullable String difference(WholeObject pod, ObjectVerdict verdict)
        throws IOException, InterruptedException;
  }

  /** Asked again where they differ, for the server's caches lag: only what stays is told. */
  static @Nullable String lasting(WholeObject pod, ObjectVerdict verdict, Comparison comparison)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    String difference = comparison.difference(pod, verdict);
    while (difference != null && !difference.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(500);
      difference = comparison.difference(pod, verdict);
    }
    return difference;
  }

  /** The control plane is shared: what is left in force would refuse other tests' objects. */
  static void leaveNothingInForce(ControlPlane plane) throws InterruptedException, IOException {
    plane.reset();
    // Policies that were deleted refuse and change for a moment longer.
    await(
        "policies of the last world are gone",
        () -> {
          ApiResponse answer = probe(plane, "default");
          return answer.isSuccess() && !answer.body().contains(SENTINEL);
        });
  }

  private static ApiResponse probe(ControlPlane plane, String namespace) {
    return plane
        .administrator()
        .dryRun()
        .post("/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases", PROBE);
  }

  private static void await(String what, BooleanSupplier reached) throws InterruptedException {
    Instant end = Instant.now().plus(UNTIL_IN_FORCE);
    while (!reached.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      Thread.sleep(100);
    }
  }

  private static AdmissionRequest.Authorizer authorizer(Cluster cluster) {
    Access access = Access.of(cluster);
    return (user, verb, group, resource, subresource, namespace, name, path) ->
        access.allowed(
            new Requester(user.name(), user.groups()),
            Request.resource(verb, group, resource, subresource, namespace, name));
  }

  /**
   * Policies that come last, so that once they are in force the others are. Each of the two kinds
   * has caches of its own: without one of the mutating kind each pod of a world would be asked
   * about for {@link #PATIENCE} until its policies are there. They ask about leases, which no
   * policy of a world does: of several refusals the server tells one. Both read a parameter that is
   * written after all others: a server that knows it knows the world's own, for it sees them in the
   * order of their writing; before, it would say "no params found" where the engine finds them.
   */
  private static String sentinels(int world) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: sentinel-%1$d}
        spec:
          reinvocationPolicy: Never
          paramKind: {apiVersion: v1, kind: ConfigMap}
          matchConstraints:
            resourceRules:
            - {apiGroups: [coordination.k8s.io], apiVersions: [v1], operations: [CREATE], resources: [leases]}
          mutations:
          - patchType: ApplyConfiguration
            applyConfiguration:
              expression: "Object{metadata: Object.metadata{labels: {'%2$s': params.data.world}}}"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: sentinel-%1$d}
        spec:
          policyName: sentinel-%1$d
          paramRef: {name: sentinel-%1$d, parameterNotFoundAction: Deny}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: sentinel-%1$d}
        spec:
          paramKind: {apiVersion: v1, kind: ConfigMap}
          matchConstraints:
            resourceRules:
            - {apiGroups: [coordination.k8s.io], apiVersions: [v1], operations: [CREATE], resources: [leases]}
          validations:
          - expression: "false"
            messageExpression: "'%2$s ' + params.data.world + ' ' + object.metadata.?labels[?'%2$s'].orValue('none')"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: sentinel-%1$d}
        spec:
          policyName: sentinel-%1$d
          paramRef: {name: sentinel-%1$d, parameterNotFoundAction: Deny}
          validationActions: [Deny]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: sentinel-%1$d, namespace: nobody}
        data: {world: world-%1$d}
        """
        .formatted(world, SENTINEL);
  }

  private void awaitSentinels() throws InterruptedException {
    String both = "%s world-%d world-%d".formatted(SENTINEL, number, number);
    Instant end = Instant.now().plus(UNTIL_IN_FORCE);
    String said = probe(plane, "nobody").body();
    while (!said.contains(both)) {
      assertThat(Instant.now()).as("policies come into force: %s", said).isBefore(end);
      Thread.sleep(100);
      said = probe(plane, "nobody").body();
    }
    Thread.sleep(300);
  }
}
