package dev.ringfence.contention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.contention.Flows;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random FlowSchemas and requests of random users: the schema that the real API server names in the
 * header of its answer, against the engine's. {@code ringfence.flows} sets how many requests.
 */
@RealControlPlane
class FlowSchemaDifferentialTest {

  private static final int REQUESTS = Integer.getInteger("ringfence.flows", 600);
  private static final String HEADER = "x-kubernetes-pf-flowschema-uid";
  private static final String SCHEMAS = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";
  private static final String LEVELS =
      "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations";

  private static final String[] USERS = {
    "ada",
    "system:serviceaccount:flow-red:web",
    "system:serviceaccount:flow-blue:web",
    "system:serviceaccount:kube-system:web",
    "grace"
  };
  private static final String[] GROUPS = {"team", "system:nodes", "other"};

  private final Random random = new Random(Long.getLong("ringfence.seed", 3L));

  /** A request and what the engine is asked about it. */
  private record Asked(String user, List<String> groups, String path, String verb) {}

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
  }

  @AfterEach
  void leaveNothing(ControlPlane plane) {
    plane.reset();
  }

  @Test
  void theServerPutsEveryRequestWhereTheEngineDoes(ControlPlane plane, @TempDir Path folder)
      throws IOException {
    ApiClient client = plane.administrator();
    for (int i = 0; i < 14; i++) {
      client.post(SCHEMAS, schema("random-" + i)).orThrow();
    }
    awaitLast(client);
    ApiResponse list = client.get(SCHEMAS).orThrow();
    Map<String, String> names = new HashMap<>();
    for (JsonNode item : list.json().path("items")) {
      names.put(
          item.path("metadata").path("uid").asText(), item.path("metadata").path("name").asText());
    }
    // The server gives lists items without a kind; a reader wants each to say what it is.
    Files.writeString(folder.resolve("schemas.json"), withKinds(list, "FlowSchema"));
    Files.writeString(
        folder.resolve("levels.json"),
        withKinds(client.get(LEVELS).orThrow(), "PriorityLevelConfiguration"));
    Cluster cluster = Reading.read(folder).cluster();
    assertThat(cluster.priorityLevels()).isNotEmpty();
    assertThat(cluster.flowSchemas()).hasSizeGreaterThanOrEqualTo(names.size());
    Flows flows = Contention.of(cluster).flows();
    TreeSet<String> seen = new TreeSet<>();
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      Asked asked = asked();
      String uid =
          client
              .impersonating(asked.user(), asked.groups().toArray(String[]::new))
              .get(asked.path())
              .headers()
              .getOrDefault(HEADER, "none");
      String said = names.getOrDefault(uid, uid);
      String own = engine(flows, asked);
      seen.add(own);
      if (!own.equals(said)) {
        disagreements.add(asked + ": the server says " + said + ", the engine " + own);
      }
    }
    System.out.println(REQUESTS + " requests, schemas " + seen);
    assertThat(disagreements.stream().limit(8).toList()).isEmpty();
    assertThat(seen).hasSizeGreaterThan(8);
  }

  /**
   * The server acts by schemas a moment after they are written, all of them at a time: when it acts
   * by the last one, which concerns nobody else, it acts by all.
   */
  private static void awaitLast(ApiClient client) {
    String uid =
        client
            .post(
                SCHEMAS,
                """
                {"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema",\
                "metadata":{"name":"last"},"spec":{"matchingPrecedence":40,\
                "priorityLevelConfiguration":{"name":"workload-low"},\
                "rules":[{"subjects":[{"kind":"User","user":{"name":"nobody-else"}}],\
                "nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}]}}""")
            .orThrow()
            .json()
            .at("/metadata/uid")
            .asText();
    Await.until(
        "the server to act by the last schema",
        Duration.ofSeconds(30),
        () -> {
          String by =
              client
                  .impersonating("nobody-else")
                  .get("/version")
                  .headers()
                  .getOrDefault(HEADER, "none");
          return by.equals(uid) ? Optional.empty() : Optional.of("it names " + by);
        });
  }

  private static String withKinds(ApiResponse list, String kind) {
    String itsKind =
        "{\"apiVersion\":\"flowcontrol.apiserver.k8s.io/v1\",\"kind\":\"" + kind + "\",";
    return list.body().replace("{\"metadata\":{\"name\"", itsKind + "\"metadata\":{\"name\"");
  }

  private static String engine(Flows flows, Asked asked) {
    List<String> groups = new ArrayList<>(asked.groups());
    groups.add("system:authenticated");
    if (asked.user().startsWith("system:serviceaccount:")) {
      groups.add("system:serviceaccounts");
      groups.add("system:serviceaccounts:" + asked.user().split(":")[2]);
    }
    String[] parts = asked.path().split("/");
    FlowControl.FlowSchema schema;
    if (!asked.path().startsWith("/api/v1/") && !asked.path().startsWith("/apis/apps/v1/")) {
      schema = flows.schemaOfPath(asked.user(), groups, "get", asked.path());
    } else {
      int at = asked.path().startsWith("/api/") ? 3 : 4;
      String group = at == 3 ? "" : "apps";
      boolean inNamespace = parts[at].equals("namespaces") && parts.length > at + 2;
      String namespace =
          parts[at].equals("namespaces") && parts.length > at + 1 ? parts[at + 1] : "";
      String resource = parts[inNamespace ? at + 2 : at];
      int name = inNamespace ? at + 3 : at + 1;
      String full = parts.length > name + 1 ? resource + "/" + parts[name + 1] : resource;
      schema =
          flows.schemaOf(
              asked.user(),
              groups,
              new Flows.ResourceRequest(asked.verb(), group, full, namespace));
    }
    return schema == null ? "none" : schema.meta().name();
  }

  private Asked asked() {
    String user = any(USERS);
    // Impersonation adds the groups of accounts where it is given none.
    List<String> groups = new ArrayList<>();
    if (random.nextBoolean()) {
      groups.add(any(GROUPS));
    }
    if (user.startsWith("system:serviceaccount:")) {
      groups.clear();
    }
    String[] path =
        switch (random.nextInt(8)) {
          case 0 -> new String[] {"/api/v1/pods", "list"};
          case 1 -> new String[] {"/api/v1/namespaces/flow-red/pods", "list"};
          case 2 -> new String[] {"/api/v1/namespaces/flow-blue/pods/web/log", "get"};
          case 3 -> new String[] {"/apis/apps/v1/namespaces/flow-red/deployments/web", "get"};
          case 4 -> new String[] {"/healthz/etcd", "get"};
          case 5 -> new String[] {"/version", "get"};
          case 6 -> new String[] {"/api/v1/nodes/worker", "get"};
          default -> new String[] {"/api/v1/namespaces/flow-red", "get"};
        };
    return new Asked(user, groups, path[0], path[1]);
  }

  private String schema(String name) {
    String subject =
        switch (random.nextInt(6)) {
          case 0 -> "{\"kind\":\"User\",\"user\":{\"name\":\"%s\"}}".formatted(any(USERS));
          case 1 -> "{\"kind\":\"Group\",\"group\":{\"name\":\"%s\"}}".formatted(any(GROUPS));
          case 2 -> "{\"kind\":\"Group\",\"group\":{\"name\":\"system:serviceaccounts:flow-red\"}}";
          case 3 ->
              """
              {"kind":"ServiceAccount","serviceAccount":{"namespace":"flow-blue","name":"*"}}""";
          case 4 ->
              """
              {"kind":"ServiceAccount","serviceAccount":{"namespace":"flow-red","name":"web"}}""";
          default -> "{\"kind\":\"User\",\"user\":{\"name\":\"*\"}}";
        };
    boolean cluster = random.nextBoolean();
    String resources =
        """
        "resourceRules":[{"verbs":["%s"],"apiGroups":["%s"],"resources":["%s"],\
        "clusterScope":%s,"namespaces":[%s]}]"""
            .formatted(
                any("*", "get", "list"),
                any("*", "", "apps"),
                any("*", "pods", "pods/log", "nodes", "deployments", "namespaces"),
                cluster,
                cluster
                    ? any("", "\"*\"", "\"flow-red\"")
                    : any("\"*\"", "\"flow-red\"", "\"flow-blue\""));
    String paths =
        "\"nonResourceRules\":[{\"verbs\":[\"%s\"],\"nonResourceURLs\":[\"%s\"]}]"
            .formatted(any("*", "get"), any("*", "/healthz", "/healthz/*", "/version", "/logs/*"));
    String rules = random.nextInt(3) == 0 ? paths : resources;
    return """
        {"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema",\
        "metadata":{"name":"%s"},"spec":{"matchingPrecedence":%s,\
        "priorityLevelConfiguration":{"name":"%s"},\
        "rules":[{"subjects":[%s],%s}]}}"""
        .formatted(
            name,
            any("50", "300", "300", "5000", "9500"),
            any("workload-low", "workload-low", "workload-high", "of-nobody"),
            subject,
            rules);
  }

  private String any(String... values) {
    return values[random.nextInt(values.length)];
  }
}
