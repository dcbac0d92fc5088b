package dev.ringfence.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.document.DocumentValue;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.policy.Yaml;
import dev.ringfence.policy.shape.Problem;
import dev.ringfence.policy.shape.ShapeCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The published schemas are those of the parser: made from its shapes, judged by a stranger. */
class JsonSchemaTest {

  private static final Path RESOURCES = Path.of("src/main/resources/dev/ringfence/policy/schema");

  private static String published(DocumentKind kind) throws IOException {
    try (InputStream file =
        DocumentKind.class.getResourceAsStream(
            "/dev/ringfence/policy/schema/" + kind.word() + ".json")) {
      assertThat(file).as("no schema is published for " + kind.word()).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** With {@code -Dringfence.schema.write=true} the files are written instead. */
  @ParameterizedTest
  @EnumSource
  void thePublishedSchemaIsUpToDate(DocumentKind kind) throws IOException {
    if (Boolean.getBoolean("ringfence.schema.write")) {
      Files.createDirectories(RESOURCES);
      Files.writeString(RESOURCES.resolve(kind.word() + ".json"), JsonSchema.of(kind));
      return;
    }
    assertThat(published(kind)).isEqualTo(JsonSchema.of(kind));
  }

  @ParameterizedTest
  @EnumSource
  void schemaAndParserAcceptAndRefuseTheSameDocuments(DocumentKind kind) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Boolean.getBoolean("ringfence.schema.write")
                    ? JsonSchema.of(kind)
                    : published(kind));
    JsonMapper mapper = JsonMapper.builder().build();
    Random random = new Random(kind.ordinal());
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      RandomDocument documents = new RandomDocument(random, round % 3 == 0 ? 0 : 10 + round % 20);
      String text = mapper.writeValueAsString(documents.value(kind.shape()));
      boolean bySchema =
          schema
              .validate(
                  text,
                  InputFormat.JSON,
                  context ->
                      context.executionConfig(config -> config.formatAssertionsEnabled(true)))
              .isEmpty();
      List<Problem> problems = problems(kind, text);
      assertThat(problems.isEmpty()).as("%s%n%s", text, problems).isEqualTo(bySchema);
      if (bySchema) {
        accepted++;
      } else {
        refused++;
      }
    }
    assertThat(accepted).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  private static List<Problem> problems(DocumentKind kind, String text) {
    if (!text.startsWith("{")) {
      return List.of(
          new Problem(
              new Origin(Origin.Source.FILE, "x", 0),
              DocumentPosition.UNKNOWN,
              "",
              "not a mapping"));
    }
    PolicyDocument document = Yaml.documents(text).getFirst();
    DocumentValue content = document.content();
    return ShapeCheck.problems(content, kind.shape(), document.origin());
  }
}
