package dev.ringfence.engine.placement.filter;

/** A pod with scheduling gates waits until somebody takes them off (KEP-3521). */
final class SchedulingGates implements Filter {

  @Override
  public String name() {
    return "SchedulingGates";
  }

  @Override
  public Verdict of(Candidate pod) {
    return pod.spec().schedulingGates().isEmpty()
        ? Verdict.PASSES
        : Verdict.refusing("waits for " + String.join(", ", pod.spec().schedulingGates()));
  }
}
