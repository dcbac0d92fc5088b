package dev.ringfence.policy.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was proved of one tenant's patterns.
 *
 * @param today the cluster as it is
 * @param inForce every tenant fenced as advised or declared; null where it moves to a cluster of
 *     its own, or where nothing could be rendered
 * @param up this tenant one pattern up, all others as before
 * @param down the same one down
 * @param notProved what was not proved, each with the reason
 */
public record PatternProofs(
    ProvedPattern today,
    @Nullable ProvedPattern inForce,
    @Nullable ProvedPattern up,
    @Nullable ProvedPattern down,
    List<String> notProved) {
  public PatternProofs {
    notProved = List.copyOf(notProved);
  }
}
