package dev.ringfence.policy.advice;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.PodSecurityLevel;
import dev.ringfence.engine.admission.PodSecurityVersion;
import dev.ringfence.engine.admission.Violation;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a pod a pattern does not allow, as far as the pod itself declares it. */
final class Suitability {

  /** Capabilities that only the host's kernel can serve. */
  private static final Set<String> KERNEL_WORK =
      Set.of("BPF", "PERFMON", "SYS_MODULE", "SYS_RAWIO", "SYS_ADMIN", "ALL");

  private Suitability() {}

  /** What does not work, or is refused, in plain words; empty where all is well. */
  static List<String> obstacles(PodSpec spec, Pattern pattern, PodSecurityLevel level) {
    List<String> obstacles = new ArrayList<>();
    if (Promise.isCluster(pattern)) {
      return obstacles;
    }
    for (Violation violation : Admission.violations(level, PodSecurityVersion.LATEST, spec)) {
      if (!isDefaulted(violation)) {
        obstacles.add("refused by Pod Security " + level.word() + ": " + violation);
      }
    }
    if (Promise.isSandboxed(pattern)) {
      sandbox(spec, obstacles);
    }
    return obstacles;
  }

  /** What the pattern's own defaults fill in where the pod leaves it out. */
  private static boolean isDefaulted(Violation violation) {
    return Set.of(
            "allowPrivilegeEscalation",
            "capabilities_restricted",
            "runAsNonRoot",
            "seccompProfile_restricted")
        .contains(violation.check());
  }

  private static void sandbox(PodSpec spec, List<String> obstacles) {
    if (spec.hostNetwork()) {
      obstacles.add("a sandbox has a network of its own: hostNetwork");
    }
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.HostPath path) {
        obstacles.add("a sandbox does not share the host's files: hostPath " + path.path());
      }
    }
    if (!spec.resourceClaims().isEmpty()) {
      obstacles.add(
          "a sandbox takes no devices: resourceClaims "
              + spec.resourceClaims().stream().map(PodSpec.DeviceClaimReference::object).toList());
    }
    for (Container container : spec.containers()) {
      for (String resource : container.limits().keySet()) {
        if (resource.indexOf('/') > 0) {
          obstacles.add("a sandbox takes no devices: " + resource);
        }
      }
      if (container.securityContext().isPrivileged()) {
        obstacles.add("privileged in a sandbox gives the guest only: " + container.name());
      }
      for (String capability : container.securityContext().addedCapabilities()) {
        String name = capability.startsWith("CAP_") ? capability.substring(4) : capability;
        if (KERNEL_WORK.contains(name)) {
          obstacles.add(
              "eBPF, kernel modules and raw devices need the host's kernel: capability " + name);
        }
      }
    }
  }
}
