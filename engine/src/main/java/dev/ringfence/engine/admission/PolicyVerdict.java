package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.PolicyOutcome;
import java.util.List;

/**
 * What the policies inside the API server make of a made-up pod.
 *
 * @param refused whether every way of making it that was tried is refused
 * @param undecided whether some policy could not be evaluated, or another way may get through
 * @param whoeverAsks whether it is surely the same for every creator of the pod
 * @param refusals of the first way that was tried
 */
public record PolicyVerdict(
    boolean refused, boolean undecided, boolean whoeverAsks, List<PolicyOutcome.Refusal> refusals) {

  static final PolicyVerdict PASSES = new PolicyVerdict(false, false, false, List.of());

  public PolicyVerdict {
    refusals = List.copyOf(refusals);
  }
}
