package dev.ringfence.engine.cluster;

import java.util.List;

/**
 * The node that stands in where a source has no nodes and declares no pools: every pod fits it.
 * Placement treats an {@link Node#assumed()} node without labels as fitting every selector, so that
 * all pods may share it, which is the pessimistic reading.
 */
final class StandInNode {

  static final String NAME = "any-node";

  private StandInNode() {}

  static Node create() {
    Origin origin = new Origin(Origin.Source.IMPLIED, "", 0);
    return Node.bare(NAME, LabelSet.EMPTY, List.of(), origin, true);
  }
}
