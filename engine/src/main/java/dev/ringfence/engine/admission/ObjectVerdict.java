package dev.ringfence.engine.admission;

import java.util.List;

/**
 * What admission says of an object.
 *
 * @param violations by what it is refused; it is allowed where there is none
 * @param podViolations by what the pods of its template would be refused, once it is created
 * @param undecided who may refuse it, too, but cannot be asked here
 * @param changedBy the MutatingAdmissionPolicies that changed it or its pods; {@code object} is
 *     what they made of it
 */
public record ObjectVerdict(
    SubmittedObject object,
    List<Violation> violations,
    List<Violation> podViolations,
    List<Undecided> undecided,
    List<String> changedBy) {

  /**
   * Somebody who has a say.
   *
   * @param engine for example {@code ValidatingWebhookConfiguration/kyverno}
   */
  public record Undecided(String engine, String why) {}

  public ObjectVerdict {
    violations = List.copyOf(violations);
    podViolations = List.copyOf(podViolations);
    undecided = List.copyOf(undecided);
    changedBy = List.copyOf(changedBy);
  }

  public boolean allowed() {
    return violations.isEmpty();
  }
}
