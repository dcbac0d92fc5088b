package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code place} as a user runs it. */
final class PlaceCommandTest {

  private static final String SCHEMAS = "https://ringfence.dev/schema/v1alpha1/";

  private static final String NODES =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: roomy, labels: {disk: ssd}}
      status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110", example.com/fpga-1.0: "1"}}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: tainted}
      spec: {taints: [{key: customer, value: spacely, effect: NoSchedule}]}
      status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: silent}
      ---
      """;

  private static String pod(String name, String spec) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop}
        spec:
          containers: [{name: main, image: "registry.example/app:1"}]
          %s
        ---
        """
        .formatted(name, spec);
  }

  private static Path write(Path folder, String... pods) throws Exception {
    return Files.writeString(folder.resolve("cluster.yaml"), NODES + String.join("", pods));
  }

  private static JsonNode place(Path file, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("place", file.toString(), "-o", "json"));
    arguments.addAll(List.of(more));
    Program.Result result = Program.run(arguments.toArray(String[]::new));
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FINE);
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    resolvers ->
                        resolvers.mapPrefix(SCHEMAS, "classpath:dev/ringfence/report/schema/")));
    Schema schema = registry.getSchema(SchemaLocation.of(SCHEMAS + "placement.schema.json"));
    assertThat(schema.validate(result.output(), InputFormat.JSON)).isEmpty();
    return JsonMapper.builder().build().readTree(result.output()).path("pods");
  }

  @Test
  void saysWhereWhereEverAndWhyNot(@TempDir Path folder) throws Exception {
    JsonNode pods = place(write(folder, pod("web", ""), pod("other", "")), "shop/web");
    assertThat(pods).hasSize(1);
    JsonNode web = pods.get(0);
    assertThat(web.path("namespace").asText()).isEqualTo("shop");
    assertThat(web.path("name").asText()).isEqualTo("web");
    assertThat(web.path("nodes").toString()).isEqualTo("[\"roomy\"]");
    assertThat(web.path("possibleNodes").toString()).isEqualTo("[\"roomy\",\"silent\"]");
    assertThat(web.path("refused").toString())
        .contains("TaintToleration", "customer=spacely:NoSchedule", "NodeResourcesFit", "pods");
  }

  @Test
  void contradictionsAndWhatIsNotThereFitNowhere(@TempDir Path folder) throws Exception {
    Path file =
        write(
            folder,
            pod("gone", "nodeName: gone"),
            pod("both", "nodeSelector: {disk: ssd, absent: \"yes\"}"),
            pod("unclaimed", "volumes: [{name: v, persistentVolumeClaim: {claimName: absent}}]"),
            pod("gated", "schedulingGates: [{name: example.com/wait}]"));
    for (JsonNode one : place(file)) {
      assertThat(one.path("nodes")).as(one.toString()).isEmpty();
    }
    assertThat(place(file, "both").get(0).path("possibleNodes")).isEmpty();
    assertThat(place(file, "gated").get(0).path("possibleNodes")).hasSize(2);
  }

  @Test
  void claimsThatAreMadeWithAPodAreTakenFromTheirTemplates(@TempDir Path folder) throws Exception {
    String own =
        "volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {%s"
            + "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}]";
    String fast =
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: fast}
        provisioner: disk.example
        volumeBindingMode: WaitForFirstConsumer
        ---
        """;
    Path file =
        write(
            folder,
            fast,
            pod("made", own.formatted("storageClassName: fast, ")),
            pod("none", own.formatted("storageClassName: absent, ")));
    JsonNode made = place(file, "made").get(0);
    assertThat(made.path("nodes").toString()).isEqualTo("[\"roomy\"]");
    assertThat(made.path("notes").toString())
        .contains("claim made-v is taken to be made from its template");
    JsonNode none = place(file, "none").get(0);
    assertThat(none.path("nodes")).isEmpty();
    assertThat(none.path("refused").toString())
        .contains("VolumeBinding", "claim none-v is bound to no volume yet");
  }

  @Test
  void anotherSchedulerMayPlaceWhereverAKubeletTakesThePod(@TempDir Path folder) throws Exception {
    JsonNode one = place(write(folder, pod("odd", "schedulerName: mine"))).get(0);
    assertThat(one.path("nodes").toString()).isEqualTo("[\"roomy\",\"tainted\"]");
    assertThat(one.path("notes").toString()).contains("scheduler mine is not known");
  }

  @Test
  void badInputIsSaidWithItsPlace(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            apiVersion: v1
            kind: Node
            metadata: {name: odd}
            status: {allocatable: {cpu: much}}
            """);
    Program.Result bad = Program.run("place", file.toString());
    assertThat(bad.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(bad.error()).contains("bad.yaml").contains("cpu");
    Program.Result absent = Program.run("place", write(folder).toString(), "nobody");
    assertThat(absent.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(absent.error()).contains("no pod nobody");
  }

  private static final String CONTRADICTION =
      """
      affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                - matchExpressions:
                  - {key: disk, operator: In, values: [ssd]}
                  - {key: disk, operator: NotIn, values: [ssd]}""";

  private static final String NO_NUMBER =
      """
      affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                - matchExpressions: [{key: disk, operator: Gt, values: [two]}]""";

  /** Of the pods that are there it wants one beside it, and none. */
  private static final String BESIDE_AND_NOT =
      """
      affinity:
            podAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
              - {labelSelector: {}, topologyKey: disk}
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
              - {labelSelector: {}, topologyKey: disk}""";

  @Test
  void contradictoryAffinitiesFitNowhereAndOnlyThoseToNodesNever(@TempDir Path folder)
      throws Exception {
    Path file =
        write(
            folder,
            pod("contradicts", CONTRADICTION),
            pod("compares", NO_NUMBER),
            pod("torn", BESIDE_AND_NOT),
            pod("there", "nodeName: roomy"));
    for (String name : List.of("contradicts", "compares", "torn")) {
      assertThat(place(file, name).get(0).path("nodes")).as(name).isEmpty();
    }
    assertThat(place(file, "contradicts").get(0).path("possibleNodes")).isEmpty();
    assertThat(place(file, "compares").get(0).path("possibleNodes")).isEmpty();
    assertThat(place(file, "torn").get(0).path("possibleNodes")).isNotEmpty();
  }

  @Test
  void anUnknownRuntimeClassIsPlacedAndSaid(@TempDir Path folder) throws Exception {
    JsonNode one = place(write(folder, pod("odd", "runtimeClassName: absent"))).get(0);
    assertThat(one.path("nodes").toString()).isEqualTo("[\"roomy\"]");
    assertThat(one.path("notes").toString()).contains("RuntimeClass absent is not known");
    assertThat(place(write(folder, pod("plain", ""))).get(0).path("notes").toString())
        .doesNotContain("RuntimeClass");
  }

  @Test
  void aNodeMayNameWhatItHasAnyhowAndAPodAsksByNamesOfResources(@TempDir Path folder)
      throws Exception {
    String odd = "\"exämple.com/\\u0001 x\\\"y|`\"";
    String text =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: odd}
        status: {allocatable: {pods: "9", %1$s: "2", a.b-c.example/9_.-z: "1"}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: plain}
        status: {allocatable: {pods: "9", example.com/fpga_1.0: "1"}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: first, namespace: shop}
        spec:
          containers: [{name: main, image: x, resources: {limits: {%2$s: "1"}}}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: second, namespace: shop}
        spec:
          containers: [{name: main, image: x, resources: {limits: {example.com/fpga_1.0: "1"}}}]
        """;
    Path file = folder.resolve("odd.yaml");
    Files.writeString(file, text.formatted(odd, "a.b-c.example/9_.-z"));
    assertThat(place(file, "first").get(0).path("nodes").toString()).isEqualTo("[\"odd\"]");
    assertThat(place(file, "second").get(0).path("nodes").toString()).isEqualTo("[\"plain\"]");
    Files.writeString(file, text.formatted(odd, odd));
    Program.Result refused = Program.run("place", file.toString());
    assertThat(refused.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.error())
        .contains("odd.yaml, document 3, spec.containers[0].resources.limits.exämple.com/")
        .contains("is no resource's name")
        .contains("Pod shop/first");
  }

  @Test
  void amountsBelowZeroAreRefusedWhereverTheServerRefusesThem(@TempDir Path folder)
      throws Exception {
    for (String document :
        List.of(
            "kind: Pod|spec: {containers: [{name: a, image: b, resources: {limits: {cpu: -1}}}]}|"
                + "spec.containers[0].resources.limits.cpu",
            "kind: ResourceQuota|spec: {hard: {limits.memory: -1Gi}}|spec.hard.limits.memory",
            "kind: Node|status: {allocatable: {cpu: -4}}|status.allocatable.cpu",
            "kind: PersistentVolumeClaim|spec: {resources: {requests: {storage: -1Gi}}}|"
                + "spec.resources.requests.storage")) {
      String[] parts = document.split("\\|", -1);
      Path file =
          Files.writeString(
              folder.resolve("bad.yaml"),
              "apiVersion: v1\n%s\nmetadata: {name: odd}\n%s\n".formatted(parts[0], parts[1]));
      Program.Result result = Program.run("place", file.toString());
      assertThat(result.exit()).as(document).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(result.error())
          .as(document)
          .contains("bad.yaml, document 1, " + parts[2], "must not be negative");
    }
  }

  @Test
  void quantitiesThatDoNotParseAreSaidWhereverTheyAre(@TempDir Path folder) throws Exception {
    for (String document :
        List.of(
            "kind: Pod|spec: {containers: [{name: a, image: b, resources: {limits: {cpu: 1Qi}}}]}",
            "kind: ResourceQuota|spec: {hard: {limits.cpu: many}}",
            "kind: LimitRange|spec: {limits: [{type: Container, default: {memory: some}}]}",
            "kind: PersistentVolumeClaim|spec: {resources: {requests: {storage: lots}}}")) {
      String[] kindAndSpec = document.split("\\|");
      Path file =
          Files.writeString(
              folder.resolve("bad.yaml"),
              """
              apiVersion: v1
              %s
              metadata: {name: odd, namespace: shop}
              %s
              """
                  .formatted(kindAndSpec[0], kindAndSpec[1]));
      Program.Result result = Program.run("place", file.toString());
      assertThat(result.exit()).as(document).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(result.error()).as(document).contains("bad.yaml").contains("no quantity");
    }
  }

  @Test
  void forPeopleItIsAParagraphForEachPod(@TempDir Path folder) throws Exception {
    Program.Result result = Program.run("place", write(folder, pod("web", "")).toString());
    assertThat(result.output())
        .contains("shop/web\n  now   1 of 3: roomy\n  ever  2 of 3: roomy, silent\n");
  }
}
