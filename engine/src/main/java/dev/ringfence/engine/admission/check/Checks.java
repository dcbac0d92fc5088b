package dev.ringfence.engine.admission.check;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All checks, baseline before restricted, each level by id: the order of the server's messages. */
public final class Checks {

  private static final List<Check> ALL =
      Stream.of(
              AllowPrivilegeEscalation.CHECK,
              AppArmorProfile.CHECK,
              CapabilitiesBaseline.CHECK,
              CapabilitiesRestricted.CHECK,
              HostNamespaces.CHECK,
              HostPathVolumes.CHECK,
              HostPorts.CHECK,
              HostProbesAndHostLifecycle.CHECK,
              Privileged.CHECK,
              ProcMountBaseline.CHECK,
              ProcMountRestricted.CHECK,
              RestrictedVolumes.CHECK,
              RunAsNonRoot.CHECK,
              RunAsUser.CHECK,
              SeLinuxOptions.CHECK,
              SeccompProfileBaseline.CHECK,
              SeccompProfileRestricted.CHECK,
              Sysctls.CHECK,
              WindowsHostProcess.CHECK)
          .sorted(
              Comparator.comparing((Check check) -> check.restricted()).thenComparing(Check::id))
          .toList();

  static {
    Set<String> ids = new HashSet<>();
    for (Check check : ALL) {
      int last = -1;
      for (Check.Version version : check.versions()) {
        if (version.sinceMinor() <= last) {
          throw new IllegalStateException(check.id() + ": versions must increase");
        }
        last = version.sinceMinor();
      }
      if (!ids.add(check.id()) || check.versions().isEmpty()) {
        throw new IllegalStateException(check.id() + ": twice, or without versions");
      }
    }
  }

  private Checks() {}

  public static List<Check> all() {
    return ALL;
  }
}
