package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages beside the examples stay true: each row of their findings table is checked. */
final class ExamplesTest {

  /** A row such as {@code | `delivery → payments` | takeover | 0 | FallsShort | … |}. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+ → [^`]+)` \\| (\\w+) \\| (\\d|null) \\| (\\w+) \\|");

  private static final String SCHEMAS = "https://ringfence.dev/schema/v1alpha1/";

  @ParameterizedTest
  @ValueSource(strings = {"examples/saas", "examples/content-management"})
  void thePageTellsWhatRingfenceFinds(String example) throws Exception {
    Program.Result result = Program.run("prove", example, "-o", "json", "--all");
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FOUND);
    Map<String, String> verdicts = Verdicts.of(result.output());
    String page = Files.readString(Program.root().resolve(example).resolve("README.md"));
    Matcher rows = ROW.matcher(page);
    int checked = 0;
    while (rows.find()) {
      assertThat(verdicts)
          .containsEntry(rows.group(1) + " " + rows.group(2), rows.group(3) + " " + rows.group(4));
      checked++;
    }
    assertThat(checked).as("rows of findings in the page of " + example).isGreaterThan(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"examples/saas", "examples/content-management"})
  void theAnswerFitsItsSchema(String example) throws Exception {
    Program.Result result = Program.run("prove", example, "-o", "json");
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    resolvers ->
                        resolvers.mapPrefix(SCHEMAS, "classpath:dev/ringfence/report/schema/")));
    Schema schema = registry.getSchema(SchemaLocation.of(SCHEMAS + "proof.schema.json"));
    assertThat(schema.validate(result.output(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"examples/saas", "examples/content-management"})
  void thePageInHtmlNeedsNothingElse(String example) throws Exception {
    Program.Result result = Program.run("prove", example, "-o", "html");
    assertThat(result.output()).startsWith("<!doctype html>").endsWith("</html>\n");
    assertThat(result.output()).doesNotContain("src=\"http").doesNotContain("href=\"http");
  }
}
