package dev.ringfence.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.report.fixture.HostileStory;
import dev.ringfence.report.fixture.SaasStory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonAnswersTest {

  private static final String ADDRESS = "https://ringfence.dev/schema/v1alpha1/";

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaIdResolvers(
                  resolvers ->
                      resolvers.mapPrefix(ADDRESS, "classpath:dev/ringfence/report/schema/")));

  @Test
  void proofFollowsItsSchema() throws IOException {
    assertThat(errors("proof", proof(SaasStory.answers(), false))).isEmpty();
    assertThat(errors("proof", proof(SaasStory.answers(), true))).isEmpty();
  }

  @Test
  void explanationFollowsItsSchema() throws IOException {
    assertThat(errors("explanation", explanation(SaasStory.answers(), 6, 5))).isEmpty();
    assertThat(errors("explanation", explanation(SaasStory.answers(), 4, 1))).isEmpty();
  }

  @Test
  void hostileNamesStayValidJson() throws IOException {
    assertThat(errors("proof", proof(HostileStory.answers(), true))).isEmpty();
    assertThat(errors("explanation", explanation(HostileStory.answers(), 1, 2))).isEmpty();
    assertThat(proof(HostileStory.answers(), false)).contains("half \uFFFD pair");
  }

  @Test
  void schemaRefusesAFieldThatNobodyDocumented() throws IOException {
    String proof = proof(SaasStory.answers(), false);
    assertThat(errors("proof", proof.replaceFirst("\"required\":", "\"wanted\":"))).isNotEmpty();
    assertThat(errors("proof", proof.replaceFirst("\"source\":", "\"origin\":"))).isNotEmpty();
  }

  @Test
  void whatHoldsIsCountedAndListedOnlyOnRequest() throws IOException {
    String short_ = proof(SaasStory.answers(), false);
    assertThat(short_).doesNotContain("\"Holds\"").contains("\"totals\"");
    assertThat(proof(SaasStory.answers(), true)).contains("\"Holds\"");
  }

  @Test
  void noFailureSetIsWrittenAsNull() throws IOException {
    assertThat(proof(SaasStory.answers(), true))
        .contains(
            "\"from\":\"spacely\",\"to\":\"cogswell\",\"stake\":\"disrupt\",\"required\":1,"
                + "\"depth\":null,\"depthAtLeast\":3,\"verdict\":\"Holds\",\"smallest\":null,\"count\":0");
  }

  @Test
  void undecidedSaysWhatIsLeftIfTheAssumptionsAreRefuted() throws IOException {
    assertThat(proof(SaasStory.answers(), false))
        .contains(
            "\"stake\":\"observe\",\"required\":1,\"depth\":0,\"depthIfRefuted\":null,"
                + "\"verdict\":\"Undecided\"");
  }

  @Test
  void eachVerdictStandsOnALineOfItsOwn() throws IOException {
    String proof = proof(SaasStory.answers(), true);
    assertThat(proof.lines().filter(line -> line.startsWith("    {\"id\":\"rf-")).count())
        .isEqualTo(49 * 5);
  }

  @Test
  void theStreamStaysOpen() throws IOException {
    OutputStream closeForbidden =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    ProofJson.write(SaasStory.answers(), closeForbidden, false, "examples/saas");
    assertThat(closeForbidden.toString()).endsWith("}\n");
  }

  private static String proof(ProofAnswers answers, boolean all) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProofJson.write(answers, out, all, "examples/saas");
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String explanation(ProofAnswers answers, int from, int to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExplanationJson.write(answers, from, to, List.of(Stake.values()), out, "examples/saas");
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<Error> errors(String schemaName, String json) {
    Schema schema = registry.getSchema(SchemaLocation.of(ADDRESS + schemaName + ".schema.json"));
    return schema.validate(json, InputFormat.JSON);
  }
}
