package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.List;

/**
 * What policies say of a request.
 *
 * @param refusals by whom it is refused
 * @param undecided policies of which it cannot be told here
 */
public record PolicyOutcome(List<Refusal> refusals, List<Undecided> undecided) {

  /** A refusal; {@code message} as the API server words it. */
  public record Refusal(ObjectMeta policy, String binding, String message) {}

  /** A policy that could not be evaluated, and why. */
  public record Undecided(ObjectMeta policy, String why) {}

  public PolicyOutcome {
    refusals = List.copyOf(refusals);
    undecided = List.copyOf(undecided);
  }
}
