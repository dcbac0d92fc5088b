package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: adding capabilities beyond a list must be disallowed.
 *
 * <p>Restricted field: securityContext.capabilities.add of every container. The spelling counts:
 * CAP_CHOWN is not CHOWN.
 */
public final class CapabilitiesBaseline {

  static final Check CHECK =
      Check.baseline("capabilities_baseline", Check.since(0, CapabilitiesBaseline::check));

  private CapabilitiesBaseline() {}

  /** What a container may add: no more than runtimes give by default. */
  public static final Set<String> ALLOWED =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  private static @Nullable Refusal check(PodSpec spec) {
    Set<String> forbidden = new TreeSet<>();
    List<String> bad = Wording.offenders(spec, container -> collect(container, forbidden));
    return bad.isEmpty()
        ? null
        : new Refusal(
            "non-default capabilities",
            Wording.containers(bad)
                + " must not include "
                + Wording.quoted(forbidden)
                + " in securityContext.capabilities.add");
  }

  private static boolean collect(Container container, Set<String> forbidden) {
    boolean bad = false;
    for (String capability : container.securityContext().addedCapabilities()) {
      if (!ALLOWED.contains(capability)) {
        forbidden.add(capability);
        bad = true;
      }
    }
    return bad;
  }
}
