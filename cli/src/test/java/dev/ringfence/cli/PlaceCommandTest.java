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

  @Test
  void forPeopleItIsAParagraphForEachPod(@TempDir Path folder) throws Exception {
    Program.Result result = Program.run("place", write(folder, pod("web", "")).toString());
    assertThat(result.output())
        .contains("shop/web\n  now   1 of 3: roomy\n  ever  2 of 3: roomy, silent\n");
  }
}
