package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Row;
import java.util.List;

/**
 * The network's rows: connections first, then what takes them, because the later ones look up which
 * connections the earlier ones named. Rows of other rooms may come before or after, as long as the
 * connections that they conclude are to all ports. F5 stands with contention.
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
          new ConnectToKubelets(),
          new ConnectToApiEndpoint(),
          new ConnectFromOutside(),
          new NodeWaysRound(),
          new MetadataService(),
          new ClaimExternalAddresses(),
          new WriteEndpoints(),
          new RouteToPodsOfOthers(),
          new ReachWrittenEndpoints(),
          new CollideHostNames(),
          new FollowExternalNames(),
          new LeadFrontByName(),
          new WriteSnippet(),
          new ConnectThroughIngress(),
          new AttachRoutes(),
          new AskDns(),
          new SpoofNeighbours(),
          new AnswerInAnothersName(),
          new AnswerByMirrorPods(),
          new TakeSharedFront(),
          new PassProxy(),
          new TakeOverByConnection(),
          new CommandControlEndpoint(),
          new ExploitConsumers());
}
