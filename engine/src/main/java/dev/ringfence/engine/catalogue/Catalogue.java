package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.catalogue.identity.IdentityRows;
import dev.ringfence.engine.catalogue.network.NetworkRows;
import dev.ringfence.engine.catalogue.node.NodeRows;
import java.util.ArrayList;
import java.util.List;

/** Every row. A row that no code examines yet stands here too, as an assumption with its steps. */
public final class Catalogue {

  private Catalogue() {}

  /** Rows of the three rooms; their order does not matter to the proof. */
  public static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(IdentityRows.all());
    rows.addAll(NetworkRows.all());
    rows.addAll(NodeRows.all());
    rows.add(new UnreadKinds());
    rows.add(new ChangedPods());
    return List.copyOf(rows);
  }
}
