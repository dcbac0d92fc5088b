package dev.ringfence.fence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.Json;
import dev.ringfence.testbed.api.NodeObject;
import dev.ringfence.testbed.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rendered fences on a real API server with the real scheduler and admission, read back and proved:
 * two tenants of each pattern, without users and without the API.
 *
 * <p>Stated, not run: nodes and their status, the enforcer's DaemonSet and DNS are objects only.
 * The depths are those with every assumption refuted; which remain is in docs/patterns.md.
 */
@RealControlPlane
final class ClosedLoopTest {

  private static final List<String> FORMS = List.of("shared", "nodes", "host", "sandbox", "both");

  /**
   * What is proved today by stake; docs/patterns.md says why some are below the promise. A deeper
   * proof passes, a shallower one does not.
   */
  private static final Map<String, List<Integer>> FLOOR =
      Map.of(
          "shared", List.of(1, 1, 1, 1, 0),
          "nodes", List.of(1, 1, 1, 1, 0),
          "host", List.of(1, 1, 1, 1, 0),
          "sandbox", List.of(1, 1, 1, 0, 0),
          "both", List.of(1, 1, 1, 1, 0));

  private static final List<String> KINDS =
      List.of(
          "/api/v1/namespaces",
          "/api/v1/nodes",
          "/api/v1/pods",
          "/api/v1/services",
          "/api/v1/serviceaccounts",
          "/api/v1/resourcequotas",
          "/api/v1/limitranges",
          "/apis/apps/v1/deployments",
          "/apis/apps/v1/replicasets",
          "/apis/apps/v1/daemonsets",
          "/apis/networking.k8s.io/v1/networkpolicies",
          "/apis/node.k8s.io/v1/runtimeclasses",
          "/apis/scheduling.k8s.io/v1/priorityclasses",
          "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
          "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations",
          "/apis/rbac.authorization.k8s.io/v1/roles",
          "/apis/rbac.authorization.k8s.io/v1/rolebindings",
          "/apis/rbac.authorization.k8s.io/v1/clusterroles",
          "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
          "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
          "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
          "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
          "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings");

  @TempDir private Path folder;

  @Test
  void eachPatternReachesWhatThePageSays(ControlPlane plane) throws IOException {
    plane.reset();
    Controls controls = Controls.of(FencedCluster.plan(FencedCluster.documents("pairs.yaml")));
    fixtures(plane);
    FencedCluster.applyAll(plane, controls);
    workloads(plane);
    List<JsonNode> dump = dump(plane.administrator());
    Map<String, String> found = depths(dump, object -> true);
    found.forEach((form, depths) -> System.out.println(form + ": " + depths));
    if (Boolean.getBoolean("ringfence.mutations")) {
      mutations(controls, dump, found);
    }
    FLOOR.forEach(
        (form, floor) -> {
          String[] proved = found.getOrDefault(form, "").split(",", -1);
          assertThat(proved).as(form).hasSameSizeAs(Stake.values());
          for (int stake = 0; stake < proved.length; stake++) {
            String depth = proved[stake].replaceAll(".* ", "");
            assertThat(depth.equals(">3") ? 4 : Integer.parseInt(depth))
                .as(form + proved[stake])
                .isGreaterThanOrEqualTo(floor.get(stake));
          }
        });
  }

  /** Removes one control after another from what was read, and says what that opens. */
  private void mutations(Controls controls, List<JsonNode> dump, Map<String, String> before)
      throws IOException {
    Map<String, TreeSet<String>> titles = new TreeMap<>();
    for (ControlObject object : controls.inOrder()) {
      titles.computeIfAbsent(object.control(), ignored -> new TreeSet<>()).add(object.title());
    }
    for (Map.Entry<String, TreeSet<String>> control : titles.entrySet()) {
      if (control.getKey().equals("namespace")
          || control.getKey().equals("sandbox/runtime-class")) {
        continue;
      }
      Map<String, String> after =
          depths(dump, object -> !control.getValue().contains(title(object)));
      Map<String, String> opened = new LinkedHashMap<>(after);
      opened.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
      System.out.println("without " + control.getKey() + ": " + opened);
    }
  }

  private static String title(JsonNode object) {
    String namespace = object.at("/metadata/namespace").asText();
    return object.path("kind").asText()
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + object.at("/metadata/name").asText();
  }

  private Map<String, String> depths(List<JsonNode> dump, Predicate<JsonNode> kept)
      throws IOException {
    ObjectNode list = Json.object().put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    dump.stream().filter(kept).forEach(items::add);
    Path file = folder.resolve("dump.json");
    Files.writeString(file, list.toString());
    String keep = System.getProperty("ringfence.dump");
    if (keep != null) {
      Files.writeString(Path.of(keep), list.toString());
    }
    Intake.Result read =
        Intake.read(
            List.of(
                new SourceSpec.Files(file),
                new SourceSpec.Files(FencedCluster.documents("pairs.yaml"))),
            new IntakeOptions(false, "1.36", stage -> {}));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution = policy.resolve(read.cluster());
    ProofRun run =
        ProofRun.of(
            resolution.cluster(),
            resolution.tenancy(),
            resolution.requirements(),
            new Assumptions(resolution.statements()),
            3,
            List.of(),
            stage -> {});
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Tenant tenant : run.tenancy().tenants()) {
      ids.put(tenant.name(), tenant.id());
    }
    Map<String, String> depths = new LinkedHashMap<>();
    for (String form : FORMS) {
      StringBuilder text = new StringBuilder();
      for (Stake stake : Stake.values()) {
        var verdict =
            run.verdict(
                requireNonNull(ids.get(form + "-a")), requireNonNull(ids.get(form + "-b")), stake);
        text.append(text.isEmpty() ? "" : ", ")
            .append(stake.word())
            .append(' ')
            .append(verdict.depthIfRefuted() == null ? ">3" : verdict.depthIfRefuted());
      }
      depths.put(form, text.toString());
    }
    return depths;
  }

  private static List<JsonNode> dump(ApiClient administrator) {
    List<JsonNode> objects = new ArrayList<>();
    for (String path : KINDS) {
      JsonNode list = administrator.get(path).orThrow().json();
      String kind = list.path("kind").asText();
      for (JsonNode item : list.path("items")) {
        ((ObjectNode) item)
            .put("apiVersion", list.path("apiVersion").asText())
            .put("kind", kind.substring(0, kind.length() - "List".length()));
        objects.add(item);
      }
    }
    return objects;
  }

  private static void fixtures(ControlPlane plane) {
    for (String form : List.of("nodes", "host", "both")) {
      for (String side : List.of("-a", "-b")) {
        String tenant = form + side;
        plane.create(
            node(tenant)
                .label("node-restriction.kubernetes.io/ringfence-tenant", tenant)
                .taint("ringfence.dev/tenant", tenant, "NoSchedule"));
      }
    }
    plane.create(
        node("sandboxes")
            .label("node-restriction.kubernetes.io/ringfence-pool", "sandboxes")
            .taint("ringfence.dev/pool", "sandboxes", "NoSchedule"));
    plane.create(node("general"));
    plane.apply(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: calico-node, namespace: kube-system}
        spec:
          selector: {matchLabels: {k8s-app: calico-node}}
          template:
            metadata: {labels: {k8s-app: calico-node}}
            spec:
              automountServiceAccountToken: false
              hostNetwork: true
              tolerations: [{operator: Exists}]
              containers: [{name: calico-node, image: "docker.io/calico/node:v3.31.0"}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: coredns, namespace: kube-system}
        spec:
          selector: {matchLabels: {k8s-app: kube-dns}}
          template:
            metadata: {labels: {k8s-app: kube-dns}}
            spec:
              containers:
              - name: coredns
                image: registry.k8s.io/coredns/coredns:v1.12.0
                ports: [{containerPort: 53, protocol: UDP}, {containerPort: 53, protocol: TCP}]
        """);
  }

  private static NodeObject node(String name) {
    return NodeObject.named(name)
        .status(
            "runtimeHandlers",
            Json.parse("[{\"name\":\"\"},{\"name\":\"runc\"},{\"name\":\"runsc\"}]", "the test"));
  }

  private static void workloads(ControlPlane plane) {
    ApiClient administrator = plane.administrator();
    for (String form : FORMS) {
      for (String side : List.of("-a", "-b")) {
        String tenant = form + side;
        administrator
            .post(
                "/apis/apps/v1/namespaces/" + tenant + "/deployments",
                Pods.workload(
                    "Deployment",
                    "web",
                    Pods.spec("", "\"ports\":[{\"containerPort\":8080}],")
                        .replace("example.test/main", "example.test/" + tenant)))
            .orThrow();
      }
    }
    Await.until(
        "every tenant's pod to be bound",
        Duration.ofSeconds(60),
        () -> {
          int bound = 0;
          for (JsonNode pod : administrator.get("/api/v1/pods").orThrow().json().path("items")) {
            boolean ours = pod.at("/metadata/labels/app").asText().equals("web");
            bound += ours && !pod.at("/spec/nodeName").asText().isEmpty() ? 1 : 0;
          }
          return bound == 10 ? Optional.empty() : Optional.of(bound + " of 10 are bound");
        });
  }
}
