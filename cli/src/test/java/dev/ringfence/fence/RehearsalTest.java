package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ringfence.cli.Program;
import dev.ringfence.testbed.api.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What advice, plans and drift say of fences that are only in the model. */
final class RehearsalTest {

  private static final String SCHEMAS = "https://ringfence.dev/schema/v1alpha1/";

  @TempDir private Path folder;

  private static JsonNode valid(Program.Result result, String schema) {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    resolvers ->
                        resolvers.mapPrefix(SCHEMAS, "classpath:dev/ringfence/report/schema/")));
    assertThat(
            registry
                .getSchema(SchemaLocation.of(SCHEMAS + schema))
                .validate(result.output(), InputFormat.JSON))
        .as(result.error())
        .isEmpty();
    return Json.parse(result.output(), "the answer");
  }

  @Test
  void advisesWhatIsProvedOnThisCluster() throws Exception {
    JsonNode advice =
        valid(
            Program.run("advise", "examples/content-management", "--plan", "-o", "json"),
            "advice.schema.json");
    for (JsonNode tenant : advice.path("tenants")) {
      JsonNode proofs = tenant.path("proofs");
      assertThat(proofs.path("today").path("fromOthers")).hasSize(5);
      boolean leaves = tenant.path("pattern").asText().endsWith("Cluster");
      assertThat(proofs.path("inForce").isNull()).isEqualTo(leaves);
      assertThat(proofs.path("notProved").isEmpty()).isEqualTo(!leaves);
      shortfallsNameWhoAndWhy(proofs.path("down"));
    }
    List<String> names = new ArrayList<>();
    for (JsonNode stage : advice.path("stages")) {
      names.add(stage.path("name").asText());
      assertThat(stage.path("notProved").isNull()).isTrue();
      assertThat(stage.at("/proof/holds").asInt()).isPositive();
      for (JsonNode change : stage.path("proof").path("changes")) {
        assertThat(change.path("worse").asBoolean()).as(change.toString()).isFalse();
      }
    }
    assertThat(names.getFirst()).isEqualTo("observe");
    assertThat(advice.at("/stages/0/cutsOff")).isEmpty();
    assertThat(names.getLast()).startsWith("move out");
  }

  @Test
  void namesWhatAStageCutsOffBeforeItDoes() throws Exception {
    JsonNode advice =
        valid(
            Program.run("advise", "examples/saas", "--plan", "--proofs", "2", "-o", "json"),
            "advice.schema.json");
    String cuts = "";
    for (JsonNode stage : advice.path("stages")) {
      cuts += stage.path("name").asText() + " " + stage.path("cutsOff") + "\n";
      assertThat(stage.path("proof").isNull()).isTrue();
      assertThat(stage.path("notProved").asText()).startsWith("--proofs 2 were used up");
    }
    assertThat(cuts)
        .contains("Service shop/transactions from CronJob cogswells-cogs-jobs/catalogue-import")
        .contains("CronJob spacely-sprockets-jobs/price-forecast runs on, but its pods would not")
        .contains("its quota of services.loadbalancers is 0, in use is 1")
        .contains("everything of cogswells-cogs here");
    for (JsonNode tenant : advice.path("tenants")) {
      shortfallsNameWhoAndWhy(tenant.path("proofs").path("inForce"));
    }
    JsonNode payments = tenant(advice, "payments").path("proofs");
    assertThat(depth(payments.path("today"), "takeover")).isEqualTo(0);
    assertThat(depth(payments.path("inForce"), "takeover")).isEqualTo(1);
    assertThat(payments.path("down").isNull()).isTrue();
    assertThat(payments.path("notProved").toString()).contains("--proofs 2 were used up");
  }

  /** Advice asks for no class that could be put up as it stands. */
  @Test
  void adviceTellsWhatIsWrongWithDocumentsAndNothingElse() throws Exception {
    Path source = folder.resolve("wrong.yaml");
    Files.writeString(
        source,
        """
        apiVersion: ringfence.dev/v1alpha1
        kind: IsolationClass
        metadata: {name: wrong}
        spec: {pattern: Sandboxd}
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: IsolationClass
        metadata: {name: box}
        spec: {pattern: Sandboxed}
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: jobs}
        spec: {trust: Trusted, namespaces: {names: [jobs]}, isolationClass: box}
        """);
    assertThat(Program.run("advise", source.toString()).error().lines())
        .singleElement()
        .asString()
        .contains("\"Sandboxd\" is not one of");
    assertThat(Program.run("render", source.toString(), "--out", folder + "/out").error())
        .contains("\"Sandboxd\" is not one of")
        .contains("needs runtimeClassName");
  }

  /** Each problem is a line of its own, whatever found it. */
  @Test
  void whatTenantsGetWrongOfEachOtherIsToldLineByLine() throws Exception {
    Path source = folder.resolve("crossed.yaml");
    Files.writeString(
        source,
        """
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: one}
        spec: {namespaces: {names: [one]}, publishes: [{namespace: two, service: a}]}
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: two}
        spec: {namespaces: {names: [two]}, publishes: [{namespace: one, service: a}]}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: one}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: two}}
        """);
    Program.Result result = Program.run("advise", source.toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.error().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("ringfence: ") && line.contains("spec.publishes"));
  }

  /** A restart is not to be the first time that somebody hears of it. */
  @Test
  void namesWhatARestartEnds() throws Exception {
    Path source = folder.resolve("restart.yaml");
    Files.writeString(source, RESTARTED);
    JsonNode advice =
        valid(
            Program.run("advise", source.toString(), "--plan", "--proofs", "0", "-o", "json"),
            "advice.schema.json");
    assertThat(advice.path("stages").isEmpty()).isFalse();
    JsonNode planned =
        valid(
            Program.run("advise", source.toString(), "--plan", "--proofs", "1", "-o", "json"),
            "advice.schema.json");
    StringBuilder restarts = new StringBuilder();
    for (JsonNode stage : planned.path("stages")) {
      if (stage.path("name").asText().startsWith("restart")) {
        stage.path("cutsOff").forEach(cut -> restarts.append(cut.asText()).append('\n'));
      }
    }
    assertThat(restarts.toString())
        .contains("Deployment jobs/loud ends unless it was changed before")
        .contains("Deployment jobs/boxed ends unless it was changed before")
        .contains("a RuntimeClass that is not its fence's: kata")
        .contains("StatefulSet jobs/db ends, because no node could take its pods")
        .contains("Pod jobs/alone ends for good: it has no controller")
        .doesNotContain("jobs/web");
  }

  private static void shortfallsNameWhoAndWhy(JsonNode proved) {
    for (String side : List.of("towardsOthers", "fromOthers")) {
      for (JsonNode finding : proved.path(side)) {
        boolean isShort =
            !finding.path("depthIfRefuted").isNull()
                && finding.path("depthIfRefuted").asInt() < finding.path("promised").asInt();
        assertThat(finding.path("sure").isNull()).as(finding.toString()).isEqualTo(!isShort);
      }
    }
  }

  private static JsonNode tenant(JsonNode advice, String name) {
    for (JsonNode tenant : advice.path("tenants")) {
      if (tenant.path("tenant").asText().equals(name)) {
        return tenant;
      }
    }
    throw new AssertionError("no tenant " + name);
  }

  private static int depth(JsonNode proved, String stake) {
    for (JsonNode finding : proved.path("fromOthers")) {
      if (finding.path("stake").asText().equals(stake)) {
        return finding.path("depth").asInt();
      }
    }
    throw new AssertionError("no stake " + stake);
  }

  @Test
  void driftOfFilesIsProvedObjectByObject() throws Exception {
    Path source = folder.resolve("source");
    Path tenants = folder.resolve("tenants.yaml");
    Files.writeString(tenants, TENANTS);
    Program.Result rendered =
        Program.run("render", tenants.toString(), "--out", source.resolve("fences").toString());
    assertThat(rendered.exit()).as(rendered.error()).isZero();
    Path nodes = source.resolve("nodes.yaml");
    Files.writeString(nodes, NODES);
    Files.delete(source.resolve("fences/overlays/enforce/kustomization.yaml"));
    Program.Result same = run(source, tenants, "--proofs", "0");
    assertThat(same.output()).isEqualTo("nothing differs\n");
    assertThat(same.exit()).isZero();

    Path mine = source.resolve("fences/base/tenants/nodes-b/nodes-b");
    Files.delete(mine.resolve("networkpolicy-ringfence-default-deny.yaml"));
    Path quota = mine.resolve("resourcequota-ringfence.yaml");
    Files.writeString(quota, Files.readString(quota).replace("\"200\"", "\"5000\""));
    Program.Result drift = run(source, tenants, "-o", "json");
    assertThat(drift.exit()).as(drift.error()).isEqualTo(1);
    JsonNode answer = valid(drift, "drift.schema.json");
    assertThat(answer.path("differences")).hasSize(2);
    JsonNode policy = answer.at("/differences/0");
    assertThat(policy.path("object").asText())
        .isEqualTo("NetworkPolicy nodes-b/ringfence-default-deny");
    // The policy for own namespaces isolates both ways too: it is defence in depth, and said so.
    assertThat(policy.path("changes")).isEmpty();
    assertThat(answer.at("/differences/1/sinceReason").asText()).contains("no managedFields");

    // The attacker's own fence closes too: both must go until one reaches the other.
    Path others = source.resolve("fences/base/tenants/nodes-a/nodes-a");
    Files.delete(others.resolve("networkpolicy-ringfence-default-deny.yaml"));
    for (Path side : List.of(mine, others)) {
      Files.delete(side.resolve("networkpolicy-ringfence-own-namespaces.yaml"));
      Files.delete(side.resolve("networkpolicy-ringfence-dns.yaml"));
    }
    Program.Result open = run(source, tenants);
    assertThat(open.output())
        .contains("- missing: NetworkPolicy nodes-b/ringfence-own-namespaces")
        // For sure nobody reaches anybody: the fences send both tenants' pods to nodes of their
        // own,
        // and none is there yet. But there may be some.
        .contains("all together: nodes-a → nodes-b: reach 1–more to 0–more?")
        .contains("7 objects differ");
  }

  private static Program.Result run(Path source, Path tenants, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("diff", source.toString(), "--policy", tenants.toString()));
    words.addAll(List.of(more));
    return Program.run(words.toArray(String[]::new));
  }

  private static final String RESTARTED =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: general, labels: {kubernetes.io/hostname: general}}
      status: {allocatable: {cpu: "2", memory: 4Gi, pods: "110"}}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: jobs}
      spec:
        trust: Trusted
        code: FirstParty
        data: Critical
        namespaces: {names: [jobs]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: alone, namespace: jobs}
      spec: {containers: [{name: a, image: a}]}
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: disk}
      spec:
        capacity: {storage: 1Gi}
        accessModes: [ReadWriteOnce]
        storageClassName: local
        claimRef: {namespace: jobs, name: data-db-0}
        local: {path: /disk}
        nodeAffinity:
          required:
            nodeSelectorTerms:
            - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [general]}]
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data, namespace: jobs}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: local
        volumeName: disk
        resources: {requests: {storage: 1Gi}}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db, namespace: jobs}
      spec:
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec:
            containers: [{name: a, image: a}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: jobs}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: a, image: a}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: boxed, namespace: jobs}
      spec:
        selector: {matchLabels: {app: boxed}}
        template:
          metadata: {labels: {app: boxed}}
          spec: {runtimeClassName: kata, containers: [{name: a, image: a}]}
      ---
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: kata}
      handler: kata
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: loud, namespace: jobs}
      spec:
        selector: {matchLabels: {app: loud}}
        template:
          metadata: {labels: {app: loud}}
          spec:
            containers: [{name: a, image: a, securityContext: {capabilities: {add: [NET_ADMIN]}}}]
      """;

  private static final String TENANTS =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: nodes}
      spec: {pattern: DedicatedNodes}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: nodes-a}
      spec: {trust: Trusted, code: ThirdParty, namespaces: {names: [nodes-a]}, isolationClass: nodes}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: nodes-b}
      spec: {trust: Trusted, code: ThirdParty, namespaces: {names: [nodes-b]}, isolationClass: nodes}
      """;

  private static final String NODES =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: general, labels: {kubernetes.io/hostname: general}}
      status: {runtimeHandlers: [{name: ""}, {name: runc}, {name: runsc}]}
      ---
      """
          + PairsCluster.CALICO
          + """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: nodes-b}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: example.test/b, ports: [{containerPort: 80}]}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: nodes-a}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: example.test/a}]}
      """;
}
