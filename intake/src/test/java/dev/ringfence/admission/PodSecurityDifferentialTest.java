package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.PodSecurityLevel;
import dev.ringfence.engine.admission.PodSecurityVersion;
import dev.ringfence.engine.admission.Violation;
import dev.ringfence.engine.admission.check.Check;
import dev.ringfence.engine.admission.check.Checks;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random pods, levels and versions: what a real API server says by a dry run, word for word,
 * against what the engine says of the same pod as intake reads it.
 *
 * <p>By default {@value #DEFAULT_PODS} pods; the system property {@value #PODS} asks for more,
 * {@value #SEED} for others.
 */
@RealControlPlane
class PodSecurityDifferentialTest {

  private static final String PODS = "ringfence.podSecurity.pods";
  private static final String SEED = "ringfence.podSecurity.seed";
  private static final int DEFAULT_PODS = 3000;
  private static final String VIOLATES = "violates PodSecurity ";

  private final ControlPlane cluster;

  PodSecurityDifferentialTest(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @Test
  void theEngineSaysWhatTheServerSays(@TempDir Path folder) {
    int count = Integer.getInteger(PODS, DEFAULT_PODS);
    long seed = Long.getLong(SEED, 36L);
    PodSecurityVersion server = PodSecurityVersion.parse(minorOf(cluster.version()));
    List<Policy> policies = policies(server.minor());
    policies.forEach(this::makeNamespace);
    Random choice = new Random(seed);
    RandomPods pods = new RandomPods(seed);
    List<String> texts = new ArrayList<>();
    List<Policy> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Policy policy = policies.get(choice.nextInt(policies.size()));
      chosen.add(policy);
      texts.add(pods.next(policy.namespace(), "pod-" + i));
    }
    Map<String, PodSpec> specs = read(folder, texts);
    ApiClient dryRun = cluster.administrator().dryRun();
    List<String> disagreements = new ArrayList<>();
    Set<String> checks = new TreeSet<>();
    int decided = 0;
    int refused = 0;
    for (int i = 0; i < count; i++) {
      Policy policy = chosen.get(i);
      ApiResponse answer =
          dryRun.post("/api/v1/namespaces/" + policy.namespace() + "/pods", texts.get(i));
      if (answer.status() == 422 || answer.status() == 400) {
        continue; // The API's validation refuses the pod before Pod Security sees it.
      }
      PodSpec spec = Objects.requireNonNull(specs.get("pod-" + i), "intake skips pod-" + i);
      List<Violation> violations = violations(policy, server, spec);
      String expected =
          violations.stream().map(Violation::toString).collect(Collectors.joining(", "));
      violations.forEach(violation -> checks.add(violation.check()));
      String said = answer.isSuccess() ? "" : saidBy(answer.message());
      decided++;
      refused += said.isEmpty() ? 0 : 1;
      if (!expected.equals(said)) {
        disagreements.add(
            policy + "\n  server: " + said + "\n  engine: " + expected + "\n  " + texts.get(i));
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(checks)
        .as("checks that refused something")
        .containsAll(
            Checks.all().stream()
                .filter(check -> check.at(server.minor()) != null)
                .map(Check::id)
                .toList());
    assertThat(decided).as("most pods are valid").isGreaterThan(count / 2);
    assertThat(refused).as("pods refused").isGreaterThan(count / 10).isLessThan(decided);
  }

  /** A level and version with a namespace of its own. */
  private record Policy(PodSecurityLevel level, String version) {
    String namespace() {
      return level.word() + "-" + version.replace('.', '-');
    }
  }

  /** Every version that the server knows, the latest, and one from the future. */
  private static List<Policy> policies(int serverMinor) {
    List<Policy> policies = new ArrayList<>();
    for (PodSecurityLevel level : PodSecurityLevel.values()) {
      for (int minor = 0; minor <= serverMinor + 1; minor++) {
        policies.add(new Policy(level, "v1." + minor));
      }
      policies.add(new Policy(level, "latest"));
    }
    policies.removeIf(
        policy ->
            policy.level() == PodSecurityLevel.PRIVILEGED && !policy.version().equals("latest"));
    return policies;
  }

  private void makeNamespace(Policy policy) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %1$s
          labels:
            pod-security.kubernetes.io/enforce: %2$s
            pod-security.kubernetes.io/enforce-version: %3$s
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: %1$s}
        """
            .formatted(policy.namespace(), policy.level().word(), policy.version()));
  }

  private static Map<String, PodSpec> read(Path folder, List<String> texts) {
    String list =
        "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": ["
            + String.join(",\n", texts)
            + "]}";
    Cluster read = Reading.file(folder, "pods.json", list).cluster();
    Map<String, PodSpec> specs = new HashMap<>();
    for (int pod = 0; pod < read.pods().count(); pod++) {
      specs.put(read.pods().name(pod), read.pods().spec(pod));
    }
    return specs;
  }

  private static List<Violation> violations(
      Policy policy, PodSecurityVersion server, PodSpec spec) {
    PodSecurityVersion version = PodSecurityVersion.parse(policy.version()).onServer(server);
    return Admission.violations(policy.level(), version, spec);
  }

  /** What follows {@code violates PodSecurity "level:version": }. */
  private static String saidBy(String message) {
    int start = message.indexOf(VIOLATES);
    assertThat(start).as(message).isNotNegative();
    return message.substring(message.indexOf("\": ", start) + 3);
  }

  /** {@code v1.36} of {@code v1.36.3}. */
  private static String minorOf(String version) {
    return version.substring(0, version.indexOf('.', version.indexOf('.') + 1));
  }
}
