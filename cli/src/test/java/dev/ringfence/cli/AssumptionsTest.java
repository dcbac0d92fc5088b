package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an assumption is worth is what a proof with {@code --assume} says. */
final class AssumptionsTest {

  private static final Pattern CLOSED =
      Pattern.compile(
          "\"id\":\"([^\"]+)\",\"question\":\"[^\"]*\",\"feared\":\"([^\"]+)\",\"closed\":\\[],\"opensAlone\":\\[\\{"
              + "\"from\":\"([^\"]+)\",\"to\":\"([^\"]+)\",\"stake\":\"([^\"]+)\","
              + "\"before\":\\{\"verdict\":\"(\\w+)\",\"depth\":\\w+},"
              + "\"now\":\\{\"verdict\":\"(\\w+)\"");

  @Test
  void whatWouldChangeIsWhatAProofSays() throws Exception {
    Program.Result effects = Program.run("assumptions", "examples/saas", "-o", "json");
    assertThat(effects.exit()).as(effects.error()).isEqualTo(ExitCode.FINE);
    String address = "https://ringfence.dev/schema/v1alpha1/";
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    resolvers ->
                        resolvers.mapPrefix(address, "classpath:dev/ringfence/report/schema/")));
    assertThat(
            registry
                .getSchema(SchemaLocation.of(address + "assumption-effects.schema.json"))
                .validate(effects.output(), InputFormat.JSON))
        .isEmpty();
    Matcher closed = CLOSED.matcher(effects.output());
    assertThat(closed.find()).as("some assumption matters").isTrue();
    // Every other assumption false, this one as bad as feared.
    List<String> arguments =
        new ArrayList<>(List.of("prove", "examples/saas", "-o", "json", "--all"));
    Matcher ids = Pattern.compile("\"id\":\"([^\"]+)\",\"question\"").matcher(effects.output());
    while (ids.find()) {
      if (!ids.group(1).equals(closed.group(1))) {
        arguments.addAll(List.of("--assume", ids.group(1) + "=otherwise"));
      }
    }
    Program.Result proof = Program.run(arguments.toArray(String[]::new));
    assertThat(Verdicts.of(proof.output()))
        .hasEntrySatisfying(
            closed.group(3) + " → " + closed.group(4) + " " + closed.group(5),
            verdict -> assertThat(verdict).endsWith(" " + closed.group(7)));
  }
}
