package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: sysctls can disable security mechanisms or affect all containers on a host, and are
 * disallowed but for a list that grew in 1.27, 1.29 and 1.32.
 *
 * <p>Restricted field: spec.securityContext.sysctls[*].name.
 */
final class Sysctls {

  static final Check CHECK =
      Check.baseline(
          "sysctls",
          Check.since(0, spec -> check(spec, Sysctls.SINCE_0)),
          Check.since(27, spec -> check(spec, Sysctls.SINCE_27)),
          Check.since(29, spec -> check(spec, Sysctls.SINCE_29)),
          Check.since(32, spec -> check(spec, Sysctls.SINCE_32)));

  private Sysctls() {}

  private static final Set<String> SINCE_0 =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_unprivileged_port_start");
  private static final Set<String> SINCE_27 = with(SINCE_0, "net.ipv4.ip_local_reserved_ports");
  private static final Set<String> SINCE_29 =
      with(
          SINCE_27,
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes");
  private static final Set<String> SINCE_32 =
      with(SINCE_29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");

  private static Set<String> with(Set<String> names, String... more) {
    Set<String> all = new HashSet<>(names);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  /** Names in alphabetical order: the model does not keep the manifest's. */
  private static @Nullable Refusal check(PodSpec spec, Set<String> allowed) {
    Set<String> forbidden = new TreeSet<>(spec.securityContext().sysctls().keySet());
    forbidden.removeAll(allowed);
    return forbidden.isEmpty()
        ? null
        : new Refusal("forbidden sysctls", String.join(", ", forbidden));
  }
}
