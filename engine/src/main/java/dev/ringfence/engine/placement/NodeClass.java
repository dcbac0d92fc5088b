package dev.ringfence.engine.placement;

/**
 * Nodes that no analysis can tell apart. A fact about a class means "some node of it".
 *
 * @param id the index in {@link Placement#nodeClasses()}
 * @param members indexes in the cluster's nodes, ascending, never empty
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract
public record NodeClass(int id, int[] members) {

  /** A member to show as evidence. */
  public int example() {
    return members[0];
  }
}
