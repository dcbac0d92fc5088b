package dev.ringfence.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the program writes for other tools is valid by their published schemas, whatever the cluster
 * and its names are, with and without a baseline and accepted risks, from nothing found to more
 * than is listed.
 */
final class PublishedSchemasTest {

  private static final Path PUBLISHED =
      Program.root().resolve("report/src/test/resources/dev/ringfence/report/published");

  /** One tenant, of whom nothing is required: no finding. */
  private static final String NOTHING =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: alone}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: alone}
      spec: {namespaces: {names: [alone]}}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Requirements
      metadata: {name: none}
      spec: {rules: []}
      """;

  private static Schema sarif;
  private static javax.xml.validation.Schema junit;
  private static Schema workingGroup;
  private static Schema openReports;

  @TempDir Path folder;

  @BeforeAll
  static void schemas() throws Exception {
    sarif = schema(Files.readString(PUBLISHED.resolve("sarif-schema-2.1.0.json")));
    junit =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(PUBLISHED.resolve("junit-10.xsd").toFile());
    workingGroup = definition("wgpolicyk8s.io_clusterpolicyreports.yaml", "v1alpha2");
    openReports = definition("openreports.io_clusterreports.yaml", "v1alpha1");
  }

  private static Schema schema(String text) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
        .getSchema(text, InputFormat.JSON);
  }

  private static Schema definition(String file, String version) {
    JsonNode read = new YAMLMapper().readTree(PUBLISHED.resolve(file).toFile());
    for (JsonNode candidate : read.get("spec").get("versions")) {
      if (candidate.get("name").asString().equals(version)) {
        JsonNode shape = candidate.get("schema").get("openAPIV3Schema");
        refuseUnknownFields(shape);
        return schema(shape.toString());
      }
    }
    throw new IllegalStateException(file + " has no " + version);
  }

  /** As an API server with strict field validation does. */
  private static void refuseUnknownFields(JsonNode shape) {
    if (shape instanceof ObjectNode object
        && object.get("type") instanceof StringNode
        && object.get("properties") instanceof ObjectNode) {
      object.put("additionalProperties", false);
    }
    shape.forEach(PublishedSchemasTest::refuseUnknownFields);
  }

  @Test
  void everyOutputOfAnyClusterIsValid() throws Exception {
    List<Path> clusters = new ArrayList<>();
    clusters.add(Files.writeString(folder.resolve("nothing.yaml"), NOTHING));
    for (long seed = 0; seed < 8; seed++) {
      String name = "cluster " + seed + " #?%.json";
      clusters.add(Files.writeString(folder.resolve(name), HostileCluster.of(seed, seed % 2 == 0)));
    }
    int[] left = new int[1];
    int[] none = new int[1];
    try (ProgramSession program = ProgramSession.start(Map.of())) {
      for (int at = 0; at < clusters.size(); at++) {
        Path base = clusters.get((at + 1) % clusters.size());
        Path risks = risks(program, clusters.get(at));
        valid(program, none, left, clusters.get(at));
        valid(program, none, left, clusters.get(at), "--baseline", base.toString());
        valid(
            program,
            none,
            left,
            clusters.get(at),
            "--baseline",
            clusters.get(at).toString(),
            "--policy",
            risks.toString());
        valid(program, none, left, clusters.get(at), "--all", "--policy", risks.toString());
      }
    }
    assertThat(left[0]).as("reports that leave something out").isPositive();
    assertThat(none[0]).as("reports of nothing found").isPositive();
  }

  /** Somebody answers for two findings; one of the answers is over. */
  private Path risks(ProgramSession program, Path cluster) throws Exception {
    StringBuilder risks = new StringBuilder("kind: List\napiVersion: v1\nitems: []\n");
    JsonNode verdicts = answer(program, "prove", cluster.toString(), "-o", "json").get("verdicts");
    for (int at = 0; at < Math.min(2, verdicts.size()); at++) {
      JsonNode way =
          answer(
                  program,
                  "explain",
                  cluster.toString(),
                  "--from",
                  verdicts.get(at).get("from").asString(),
                  "--to",
                  verdicts.get(at).get("to").asString(),
                  "--stake",
                  verdicts.get(at).get("stake").asString(),
                  "-o",
                  "json")
              .findValue("failureSets")
              .get(0);
      risks.append(
          """
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: AcceptedRisk
          metadata: {name: risk-%d}
          spec:
            finding: "%s"
            path: "%s"
            owner: "<b>&]]>"
            reason: "| \\u202e"
            until: %d-12-31
          """
              .formatted(
                  at, way.get("id").asString(), way.get("path").asString(), 2999 - 998 * at));
    }
    return Files.writeString(folder.resolve("risks.yaml"), risks);
  }

  private static JsonNode answer(ProgramSession program, String... words) throws Exception {
    return requireNonNull(new JsonMapper().readTree(program.run(words).output()));
  }

  private static void valid(
      ProgramSession program, int[] none, int[] left, Path cluster, String... more)
      throws Exception {
    JsonNode log = json(program, "sarif", sarif, cluster, more);
    assertThat(
            log.at("/runs/0/results").size()
                + log.at("/runs/0/properties/findingsNotListed").asInt())
        .isEqualTo(log.at("/runs/0/properties/findings").asInt());
    left[0] += log.at("/runs/0/properties/findingsNotListed").asInt() > 0 ? 1 : 0;
    none[0] += log.at("/runs/0/properties/findings").asInt() == 0 ? 1 : 0;
    json(program, "policyreport", workingGroup, cluster, more);
    json(program, "openreports", openReports, cluster, more);
    String xml = written(program, "junit", cluster, more);
    try {
      junit.newValidator().validate(new StreamSource(new StringReader(xml)));
    } catch (SAXException wrong) {
      throw new AssertionError(cluster + " " + List.of(more) + ":\n" + xml, wrong);
    }
    String comment = written(program, "markdown", cluster, more);
    assertThat(comment.length()).isLessThan(65_536);
    assertThat(comment)
        .doesNotContain("depth null", "<img", "<!--", "[a](", "javascript:x)", "\u202e", "\u001b");
    // Nothing but what Markdown's writer opens itself.
    assertThat(comment.split("<details>", -1)).hasSameSizeAs(comment.split("</details>", -1));
    assertThat(comment.replaceAll("</?(details|summary|b)>", "")).doesNotContainPattern("<[^ ]");
  }

  private static JsonNode json(
      ProgramSession program, String format, Schema schema, Path cluster, String... more)
      throws Exception {
    String text = written(program, format, cluster, more);
    assertThat(schema.validate(text, InputFormat.JSON))
        .as(cluster + " " + List.of(more) + ":\n" + text)
        .isEmpty();
    return requireNonNull(new JsonMapper().readTree(text));
  }

  private static String written(ProgramSession program, String format, Path cluster, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("prove", cluster.toString(), "-o", format));
    words.addAll(List.of(more));
    Program.Result result = program.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(words + "\n" + result.error()).isIn(ExitCode.FINE, ExitCode.FOUND);
    return result.output();
  }
}
