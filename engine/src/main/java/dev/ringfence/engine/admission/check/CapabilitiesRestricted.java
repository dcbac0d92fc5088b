package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Restricted: containers must drop ALL capabilities, and may add NET_BIND_SERVICE only. From 1.25
 * Windows pods are left out.
 *
 * <p>Restricted fields: securityContext.capabilities.drop and add of every container.
 */
final class CapabilitiesRestricted {

  static final Check CHECK =
      Check.restricted(
          "capabilities_restricted",
          List.of("capabilities_baseline"),
          Check.since(22, CapabilitiesRestricted::check),
          Check.since(25, spec -> Wording.isWindows(spec) ? null : check(spec)));

  private CapabilitiesRestricted() {}

  private static @Nullable Refusal check(PodSpec spec) {
    Set<String> forbidden = new TreeSet<>();
    List<String> undropped =
        Wording.offenders(
            spec, container -> !container.securityContext().droppedCapabilities().contains("ALL"));
    List<String> adding = Wording.offenders(spec, container -> collect(container, forbidden));
    List<String> details = new ArrayList<>();
    if (!undropped.isEmpty()) {
      details.add(
          Wording.containers(undropped) + " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    if (!adding.isEmpty()) {
      details.add(
          Wording.containers(adding)
              + " must not include "
              + Wording.quoted(forbidden)
              + " in securityContext.capabilities.add");
    }
    return details.isEmpty()
        ? null
        : new Refusal("unrestricted capabilities", String.join("; ", details));
  }

  private static boolean collect(Container container, Set<String> forbidden) {
    boolean bad = false;
    for (String capability : container.securityContext().addedCapabilities()) {
      if (!capability.equals("NET_BIND_SERVICE")) {
        forbidden.add(capability);
        bad = true;
      }
    }
    return bad;
  }
}
