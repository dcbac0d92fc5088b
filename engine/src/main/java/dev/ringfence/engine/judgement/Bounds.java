package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.LandscapeReads;
import dev.ringfence.engine.contention.Contention;

/**
 * What differs of contention.
 *
 * @param quotas whether quotas say something else
 * @param limits whether that tells of pods that are there
 * @param ranks whether new pods of some namespace may have other priorities
 */
record Bounds(boolean quotas, boolean limits, boolean ranks) {

  /**
   * Compares, where quotas may differ.
   *
   * @param quotas whether they do
   */
  static Bounds of(boolean quotas, Contention before, Contention now) {
    return new Bounds(
        quotas,
        quotas && !now.limitsPodsLike(before),
        quotas && !now.priorities().rankLike(before.priorities()));
  }

  /** Whether somebody who asked that could hear something else. */
  boolean concern(LandscapeReads reads) {
    return (quotas && reads.askedForContention())
        || (limits && reads.askedForPodLimits())
        || (ranks && reads.askedForPriorities());
  }
}
