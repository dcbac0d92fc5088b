package dev.ringfence.policy.advice;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the proof says of one tenant on this cluster: stake by stake its worst pair with another
 * tenant, as attacker and as victim. The platform and what nobody claims are left out.
 *
 * @param pattern whose rendered controls were in the model; null for the cluster as it is
 * @param provided what the model was given that the cluster lacks
 * @param towardsOthers where it attacks
 * @param fromOthers where it is attacked
 */
public record ProvedPattern(
    @Nullable Pattern pattern,
    List<String> provided,
    List<Finding> towardsOthers,
    List<Finding> fromOthers) {

  /**
   * The worst pairs at one stake.
   *
   * @param promised what patterns.md promises between two of the pattern; null for the cluster as
   *     it is
   * @param depth with every assumption as bad as feared; null for more than was tried
   * @param depthIfRefuted with no assumption counted
   * @param sure what is short of the promise whatever is assumed, or null
   * @param feared what is short of it only if assumptions are as bad as feared, or null
   */
  public record Finding(
      Stake stake,
      @Nullable Integer promised,
      @Nullable Integer depth,
      @Nullable Integer depthIfRefuted,
      @Nullable Cause sure,
      @Nullable Cause feared) {}

  /**
   * Why a depth is what it is.
   *
   * @param other the tenant of the pair
   * @param boundaries one smallest set that opens it; empty where nothing has to fail
   * @param assumptions what it rests on; empty where it rests on nothing assumed
   */
  public record Cause(String other, List<String> boundaries, List<String> assumptions) {
    public Cause {
      boundaries = List.copyOf(boundaries);
      assumptions = List.copyOf(assumptions);
    }
  }

  public ProvedPattern {
    provided = List.copyOf(provided);
    towardsOthers = List.copyOf(towardsOthers);
    fromOthers = List.copyOf(fromOthers);
  }
}
