package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Capabilities of capabilities(7), in the spellings that runtimes accept. */
public final class LinuxCapability {

  /**
   * Each alone is as good as root on the node in the node's own user namespace: mounts and cgroup
   * files (SYS_ADMIN), modules (SYS_MODULE), ports and memory (SYS_RAWIO), any file by handle
   * (DAC_READ_SEARCH), reading kernel memory by tracing (BPF, PERFMON), loading another kernel
   * (SYS_BOOT, kexec_load(2)).
   */
  private static final Set<String> AS_GOOD_AS_ROOT =
      Set.of(
          "ALL",
          "SYS_ADMIN",
          "SYS_MODULE",
          "SYS_RAWIO",
          "DAC_READ_SEARCH",
          "BPF",
          "PERFMON",
          "SYS_BOOT");

  private LinuxCapability() {}

  /** {@code SYS_ADMIN} for {@code cap_sys_admin}, {@code CAP_SYS_ADMIN} and {@code sys_admin}. */
  public static String normalise(String written) {
    String upper = written.trim().toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
  }

  /** As written, those of a container that give its node to whoever runs in it. */
  public static List<String> givingNode(Container container, boolean hostPid) {
    List<String> giving = new ArrayList<>();
    for (String written : container.securityContext().addedCapabilities()) {
      String name = normalise(written);
      // A debugger of processes that it cannot see is none.
      if (AS_GOOD_AS_ROOT.contains(name) || (hostPid && name.equals("SYS_PTRACE"))) {
        giving.add(written);
      }
    }
    return giving;
  }

  /**
   * As written, those of a container by which whoever runs in it stops the others on its node
   * without having the node: the clock is one for all (clock_settime(2)), and in the node's own
   * network namespace so are routes, filters and addresses.
   */
  public static List<String> disturbingNode(Container container, boolean hostNetwork) {
    List<String> disturbing = new ArrayList<>();
    for (String written : container.securityContext().addedCapabilities()) {
      String name = normalise(written);
      if (name.equals("SYS_TIME") || (hostNetwork && name.equals("NET_ADMIN"))) {
        disturbing.add(written);
      }
    }
    return disturbing;
  }

  /**
   * As written, those by which a container's limit on processor time bounds nothing: control groups
   * do not bound processes of real-time priority (kernel documentation, "Control Group v2", CPU).
   */
  public static List<String> givingRealTime(Container container) {
    return container.securityContext().addedCapabilities().stream()
        .filter(written -> normalise(written).equals("SYS_NICE"))
        .toList();
  }

  /**
   * Whether a container may read what passes its network namespace: NET_RAW is in every runtime's
   * default set, so only dropping it helps.
   */
  public static boolean readsNetwork(Container container) {
    boolean dropped = false;
    for (String written : container.securityContext().droppedCapabilities()) {
      String name = normalise(written);
      dropped |= name.equals("NET_RAW") || name.equals("ALL");
    }
    for (String written : container.securityContext().addedCapabilities()) {
      dropped &= !normalise(written).equals("NET_RAW");
    }
    return !dropped || administersNetwork(container);
  }

  /** Whether a container may configure the network namespace that it is in. */
  public static boolean administersNetwork(Container container) {
    if (container.securityContext().isPrivileged()) {
      return true;
    }
    for (String written : container.securityContext().addedCapabilities()) {
      String name = normalise(written);
      if (name.equals("NET_ADMIN") || name.equals("ALL")) {
        return true;
      }
    }
    return false;
  }
}
