package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: sharing the host namespaces must be disallowed.
 *
 * <p>Restricted fields: spec.hostNetwork, spec.hostPID, spec.hostIPC. Allowed values: undefined,
 * false.
 */
final class HostNamespaces {

  static final Check CHECK =
      Check.baseline("hostNamespaces", Check.since(0, HostNamespaces::check));

  private HostNamespaces() {}

  private static @Nullable Refusal check(PodSpec spec) {
    List<String> shared = new ArrayList<>();
    if (spec.hostNetwork()) {
      shared.add("hostNetwork=true");
    }
    if (spec.hostPID()) {
      shared.add("hostPID=true");
    }
    if (spec.hostIPC()) {
      shared.add("hostIPC=true");
    }
    return shared.isEmpty() ? null : new Refusal("host namespaces", String.join(", ", shared));
  }
}
