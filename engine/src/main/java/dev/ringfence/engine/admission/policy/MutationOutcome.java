package dev.ringfence.engine.admission.policy;

import java.util.List;

/**
 * What policies make of a request before others judge it.
 *
 * @param request with the object as it is then
 * @param changedBy the names of the policies that changed it
 * @param outcome who refuses it already, and of which policies it cannot be told
 */
public record MutationOutcome(
    AdmissionRequest request, List<String> changedBy, PolicyOutcome outcome) {
  public MutationOutcome {
    changedBy = List.copyOf(changedBy);
  }
}
