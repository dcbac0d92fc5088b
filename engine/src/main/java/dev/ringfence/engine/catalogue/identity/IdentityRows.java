package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Row;
import java.util.List;

/** The rows of this package, in the catalogue's order. */
public final class IdentityRows {

  private IdentityRows() {}

  public static List<Row> all() {
    return ROWS;
  }

  private static final List<Row> ROWS =
      List.of(
          new ApiServerBroken(),
          new MountedToken(),
          new BoundRights(),
          new Exec(),
          new ProxyToNodes(),
          new EphemeralContainer(),
          new ChangeWorkload(),
          new CreateWorkload(),
          new MountSecrets(),
          new ReadSecrets(),
          new CreateToken());
}
