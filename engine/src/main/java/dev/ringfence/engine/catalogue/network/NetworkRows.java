package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Row;
import java.util.List;

/**
 * The network's rows in the order in which they are derived: connections first, then what takes
 * them. They come after the rows that put code into crafted pods ({@code CODE_ON}), which they look
 * up among the facts named so far. N10 is part of N1b; F5 stands with the other rows of contention.
 */
public final class NetworkRows {

  private NetworkRows() {}

  public static List<Row> all() {
    return ROWS;
  }

  private static final List<Row> ROWS =
      List.of(
          new Connect(),
          new ConnectToNodes(),
          new ConnectToApiEndpoint(),
          new ConnectFromOutside(),
          new NodeWaysRound(),
          new MetadataService(),
          new ClaimExternalAddresses(),
          new WriteEndpoints(),
          new CollideHostNames(),
          new AttachRoutes(),
          new AskDns(),
          new SpoofNeighbours(),
          new AnswerInAnothersName(),
          new TakeSharedFront(),
          new TakeOverByConnection(),
          new ExploitConsumers());
}
