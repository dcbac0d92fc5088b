package dev.ringfence.report.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.EarlierProof;
import dev.ringfence.report.change.PathFingerprint;
import dev.ringfence.report.change.RiskRegister;
import dev.ringfence.report.change.Standing;
import dev.ringfence.report.fixture.HostileStory;
import dev.ringfence.report.fixture.ManyTenants;
import dev.ringfence.report.fixture.SaasStory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is written for other tools follows their published schemas. */
final class PipelineReportsTest {

  static Stream<ProofAnswers> stories() {
    return Stream.of(SaasStory.answers(), HostileStory.answers());
  }

  private static PipelineAnswers pipeline(ProofAnswers answers, int maximum) {
    return new PipelineAnswers(
        answers, null, RiskRegister.EMPTY, "examples/saas", evidence -> 3, maximum);
  }

  /** One finding is new, one is accepted, the rest was there before. */
  private static PipelineAnswers compared(ProofAnswers answers, int maximum) {
    List<Finding> now = pipeline(answers, 2).findings();
    EarlierProof.Key key = EarlierProof.key(answers, now.getFirst().verdict());
    Standing open = new Standing(Verdict.Outcome.FALLS_SHORT, 0);
    Changes changes =
        new Changes(
            "base",
            List.of(
                new Changes.Change(key, new Standing(Verdict.Outcome.HOLDS, null, false), open)),
            List.of());
    Explanation.Path path = requireNonNull(now.get(1).path());
    RiskRegister.Risk risk =
        new RiskRegister.Risk(
            "known",
            now.get(1).id(),
            PathFingerprint.of(path),
            "somebody",
            "moves soon",
            "2999-12-31",
            false);
    return new PipelineAnswers(
        answers,
        changes,
        RiskRegister.of(List.of(risk), answers),
        "examples/saas",
        evidence -> 3,
        maximum);
  }

  private static InputStream published(String name) {
    InputStream file =
        PipelineReportsTest.class.getResourceAsStream("/dev/ringfence/report/published/" + name);
    assertThat(file).as(name).isNotNull();
    return file;
  }

  private static String sarif(PipelineAnswers pipeline) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SarifReport.write(pipeline, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String junit(PipelineAnswers pipeline) throws IOException {
    StringBuilder out = new StringBuilder();
    JunitReport.write(pipeline, out);
    return out.toString();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void sarifFollowsItsSchema(ProofAnswers answers) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(published("sarif-schema-2.1.0.json"), InputFormat.JSON);
    String sarif = sarif(pipeline(answers, 200));
    assertThat(schema.validate(sarif, InputFormat.JSON)).isEmpty();
    String compared = sarif(compared(answers, 1000));
    assertThat(schema.validate(compared, InputFormat.JSON)).isEmpty();
    assertThat(compared)
        .containsOnlyOnce("\"baselineState\":\"new\"")
        .containsOnlyOnce("\"suppressions\"");
    assertThat(schema.validate(sarif.replace("\"ruleId\"", "\"ruleID\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void junitFollowsItsSchema(ProofAnswers answers) throws Exception {
    javax.xml.validation.Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(new StreamSource(published("junit-10.xsd")));
    String xml = junit(pipeline(answers, 200));
    schema.newValidator().validate(new StreamSource(new StringReader(xml)));
    String compared = junit(compared(answers, 200));
    schema.newValidator().validate(new StreamSource(new StringReader(compared)));
    assertThatThrownBy(
            () ->
                schema
                    .newValidator()
                    .validate(
                        new StreamSource(new StringReader(xml.replace("<failure", "<failed")))))
        .isInstanceOf(SAXException.class);
  }

  @ParameterizedTest
  @EnumSource
  void policyReportsFollowTheirDefinitions(PolicyReports.Api api) throws IOException {
    String file =
        api == PolicyReports.Api.WORKING_GROUP
            ? "wgpolicyk8s.io_clusterpolicyreports.yaml"
            : "openreports.io_clusterreports.yaml";
    String version = api == PolicyReports.Api.WORKING_GROUP ? "v1alpha2" : "v1alpha1";
    JsonNode definition = new YAMLMapper().readTree(published(file));
    JsonNode shape = null;
    for (JsonNode candidate : definition.get("spec").get("versions")) {
      if (candidate.get("name").asString().equals(version)) {
        shape = candidate.get("schema").get("openAPIV3Schema");
      }
    }
    requireNonNull(shape, version);
    refuseUnknownFields(shape);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(shape.toString(), InputFormat.JSON);
    for (ProofAnswers answers : stories().toList()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PolicyReports.write(pipeline(answers, 200), api, out);
      String report = out.toString(StandardCharsets.UTF_8);
      assertThat(schema.validate(report, InputFormat.JSON)).isEmpty();
      assertThat(schema.validate(report.replace("\"result\"", "\"outcome\""), InputFormat.JSON))
          .isNotEmpty();
    }
  }

  /** As an API server with strict field validation does. */
  private static void refuseUnknownFields(JsonNode shape) {
    if (shape instanceof ObjectNode object
        && object.get("type") instanceof StringNode
        && object.get("properties") instanceof ObjectNode) {
      object.put("additionalProperties", false);
    }
    shape.forEach(PipelineReportsTest::refuseUnknownFields);
  }

  @Test
  void whatIsNotListedIsCounted() throws IOException {
    PipelineAnswers few = pipeline(SaasStory.answers(), 3);
    assertThat(few.findings()).hasSize(3);
    assertThat(few.left()).isPositive();
    assertThat(sarif(few)).contains(few.left() + " more findings are not listed");
    assertThat(junit(few)).contains(few.left() + " more verdicts do not hold");
    StringBuilder markdown = new StringBuilder();
    MarkdownReport.write(few, markdown);
    assertThat(markdown).contains(few.left() + " more do not hold");
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    PolicyReports.write(few, PolicyReports.Api.WORKING_GROUP, report);
    assertThat(report.toString(StandardCharsets.UTF_8))
        .contains("\"ringfence.dev/findings-not-listed\":\"" + few.left() + "\"");
  }

  @Test
  void againstABaselineOnlyWhatIsNewFails() throws IOException {
    PipelineAnswers compared = compared(SaasStory.answers(), 200);
    String junit = junit(compared);
    assertThat(junit)
        .contains(" failures=\"1\"", "skipped=\"" + (compared.findings().size() - 1) + "\"")
        .containsOnlyOnce("<failure ")
        .containsOnlyOnce("<skipped message=\"accepted risk: ")
        .contains("<skipped message=\"no worse than before: ");
    // What is not listed was there before as well, so it fails nothing either.
    assertThat(junit(compared(SaasStory.answers(), 1)))
        .containsOnlyOnce("<failure ")
        .contains("name=\"findings not listed\"><skipped ");
    assertThat(junit(pipeline(SaasStory.answers(), 1)))
        .contains("name=\"findings not listed\"><failure ");
    StringBuilder markdown = new StringBuilder();
    MarkdownReport.write(compared, markdown);
    assertThat(markdown).contains("**opens 1**", "| was not there | falls short at depth 0 |");
  }

  /** Code scanning refuses a result, or a step of one, whose place has no file. */
  @Test
  void everyPlaceHasAFile() throws IOException {
    JsonNode results =
        new JsonMapper().readTree(sarif(pipeline(SaasStory.answers(), 200))).at("/runs/0/results");
    assertThat(results).isNotEmpty();
    for (JsonNode result : results) {
      assertThat(result.at("/locations/0/physicalLocation").isObject()).isTrue();
      for (JsonNode step : result.at("/codeFlows/0/threadFlows/0/locations")) {
        assertThat(step.at("/location/physicalLocation").isObject()).isTrue();
      }
    }
  }

  @Test
  void aFileNameIsNoScheme() {
    assertThat(SarifReport.uri("javascript:alert(1).yaml")).isEqualTo("./javascript:alert(1).yaml");
    assertThat(SarifReport.uri("deploy/a:b #1%.yaml")).isEqualTo("deploy/a:b%20%231%25.yaml");
    assertThat(SarifReport.uri("/c:/d.yaml")).isEqualTo("/c:/d.yaml");
  }

  @Test
  void aReportSaysHowManyResourcesItLeavesOut() throws IOException {
    PipelineAnswers pipeline = pipeline(SaasStory.answers(), 200);
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    PolicyReports.write(pipeline, PolicyReports.Api.WORKING_GROUP, report);
    JsonNode results = new JsonMapper().readTree(report.toByteArray()).get("results");
    for (int at = 0; at < results.size(); at++) {
      int listed = results.get(at).get("resources").size();
      int left = results.get(at).at("/properties/resourcesNotListed").asInt(0);
      assertThat(listed + left).isEqualTo(pipeline.findings().get(at).evidence().size());
    }
  }

  @Test
  void theWorstComesFirst() {
    PipelineAnswers all = pipeline(SaasStory.answers(), 1000);
    PipelineAnswers one = pipeline(SaasStory.answers(), 1);
    assertThat(one.findings().getFirst().id()).isEqualTo(all.findings().getFirst().id());
    assertThat(all.findings().getFirst().verdict().outcome())
        .isEqualTo(Verdict.Outcome.FALLS_SHORT);
  }

  @Test
  void aCommentFitsWhereItIsPosted() throws IOException {
    StringBuilder markdown = new StringBuilder();
    MarkdownReport.write(pipeline(new ManyTenants(60), 100_000), markdown);
    assertThat(markdown.length()).isLessThan(65_536);
    assertThat(markdown).contains("more do not hold");
  }

  @Test
  void aNameBecomesNoMarkup() {
    assertThat(MarkdownReport.plain("<img src=x> [a](http://b) @everybody `c` WWW.b.example"))
        .doesNotContain("WWW.", "<", "[a](", "http://", "@everybody");
  }

  @Test
  void anEarlierAnswerOfTheSameProofChangesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProofAnswers answers = SaasStory.answers();
    dev.ringfence.report.json.ProofJson.write(answers, out, false, "before");
    EarlierProof earlier =
        EarlierProof.read(new ByteArrayInputStream(out.toByteArray()), "before.json");
    Changes changes = Changes.between(earlier, answers);
    assertThat(changes.opened()).isEmpty();
    assertThat(changes.closed()).isEmpty();
    assertThatThrownBy(
            () ->
                EarlierProof.read(
                    new ByteArrayInputStream(out.toByteArray(), 0, out.size() / 2), "half.json"))
        .isInstanceOf(IOException.class);
  }
}
