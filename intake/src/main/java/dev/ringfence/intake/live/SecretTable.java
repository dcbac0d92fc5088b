package dev.ringfence.intake.live;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.intake.document.ObjectHandler;
import dev.ringfence.intake.kind.KindCatalogue;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.token.JsonTokenReader;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.Tree;
import dev.ringfence.intake.tree.TreeReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Secrets as {@code meta.k8s.io/v1 Table}: the columns that kubectl prints, among them the type and
 * the number of entries, and the metadata of each. The server leaves the data out.
 */
final class SecretTable {

  private static final Schema METADATA =
      KindCatalogue.mapper("v1", "Secret", true).schema().field("metadata");

  private static final Schema TABLE =
      Schema.of("metadata { continue } columnDefinitions { name }")
          .with(
              "rows", Schema.of("cells").with("object", Schema.of("").with("metadata", METADATA)));

  private SecretTable() {}

  /** Hands on the rows; returns the token of the next page. */
  static String read(InputStream body, String context, ObjectHandler handler) throws IOException {
    handler.list("v1", "Secret");
    try (JsonTokenReader tokens = new JsonTokenReader(body)) {
      if (!tokens.nextDocument()
          || !(new TreeReader().read(tokens, TABLE) instanceof Fields table)) {
        throw new IOException("the server sent no table of secrets");
      }
      int typeColumn = table.namesIn("columnDefinitions").indexOf("Type");
      Items rows = table.items("rows");
      for (int i = 0; i < rows.size(); i++) {
        Fields row = rows.fields(i);
        List<String> names = new ArrayList<>(List.of("metadata"));
        List<Tree> values = new ArrayList<>(List.of(row.fields("object").fields("metadata")));
        Items cells = row.items("cells");
        if (typeColumn >= 0 && typeColumn < cells.size()) {
          names.add("type");
          values.add(cells.get(typeColumn));
        }
        handler.object(
            new ReadObject(
                "v1",
                "Secret",
                Fields.of(names, values),
                new Origin(Origin.Source.LIVE, context, i)));
      }
      return table.fields("metadata").text("continue");
    }
  }
}
