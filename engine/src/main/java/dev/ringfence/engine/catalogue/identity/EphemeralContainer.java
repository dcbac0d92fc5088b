package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;

/**
 * I7: an ephemeral container runs code inside a running pod.
 *
 * <p>Premise: {@code update} or {@code patch} on {@code pods/ephemeralcontainers}. A plain
 * container passes every admission that let the pod itself in; what a privileged one could do is
 * admission's to say. No boundary.
 */
final class EphemeralContainer extends CapabilityRow {

  @Override
  public String id() {
    return "I7";
  }

  @Override
  public String title() {
    return "adds an ephemeral container to pods";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    PodScope.code(landscape, Capability.CHANGE_EPHEMERAL_CONTAINERS, steps);
  }
}
