package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** JSON answers held against their published schemas. */
final class Answers {

  private static final String ADDRESS = "https://ringfence.dev/schema/v1alpha1/";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaIdResolvers(
                  resolvers ->
                      resolvers.mapPrefix(ADDRESS, "classpath:dev/ringfence/report/schema/")));

  private Answers() {}

  static void assertFollows(String schema, String json) {
    assertThat(
            REGISTRY
                .getSchema(SchemaLocation.of(ADDRESS + schema + ".schema.json"))
                .validate(json, InputFormat.JSON))
        .isEmpty();
  }
}
