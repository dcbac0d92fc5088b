package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSecurityContext.Profile;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What makes the kernel harder or easier to break from a container (E9) and a node harder to keep:
 * the grade of a boundary, never another boundary.
 */
public final class Hardening {

  /**
   * One thing that grades.
   *
   * @param field beneath the container or the node
   * @param weakens whether it is weaker than the restricted profile asks for
   */
  public record Grade(String field, String value, boolean weakens) {}

  private static final List<String> PURPOSE_BUILT =
      List.of(
          "Bottlerocket",
          "Talos",
          "Flatcar Container Linux",
          "Container-Optimized OS",
          "Red Hat Enterprise Linux CoreOS",
          "Fedora CoreOS");

  /** Kubernetes documentation, "Using sysctls in a Kubernetes Cluster": namespaced and isolated. */
  private static final Set<String> SAFE_SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_wmem");

  private Hardening() {}

  /** What grades the kernel around one container. */
  public static List<Grade> of(PodSpec spec, Container container) {
    Container.SecurityContext own = container.securityContext();
    List<Grade> grades = new ArrayList<>();
    String context = "securityContext.";
    grades.add(
        profile(
            context + "seccompProfile.type",
            own.seccomp() == null ? spec.securityContext().seccomp() : own.seccomp(),
            "unset: Unconfined unless the kubelet has seccompDefault"));
    grades.add(
        profile(
            context + "appArmorProfile.type",
            own.appArmor() == null ? spec.securityContext().appArmor() : own.appArmor(),
            "unset: the runtime's own profile where the node has AppArmor"));
    var labels = own.seLinux() == null ? spec.securityContext().seLinux() : own.seLinux();
    if (labels != null && !labels.type().isEmpty()) {
      boolean weak = labels.type().equals("spc_t") || labels.type().equals("unconfined_t");
      grades.add(new Grade(context + "seLinuxOptions.type", labels.type(), weak));
    }
    if ("Unmasked".equals(own.procMount())) {
      grades.add(new Grade(context + "procMount", "Unmasked", true));
    }
    boolean escalates = !Boolean.FALSE.equals(own.allowPrivilegeEscalation());
    grades.add(
        new Grade(context + "allowPrivilegeEscalation", escalates ? "true" : "false", escalates));
    boolean dropsAll =
        own.droppedCapabilities().stream()
            .anyMatch(written -> LinuxCapability.normalise(written).equals("ALL"));
    grades.add(
        new Grade(
            context + "capabilities.drop",
            dropsAll ? "ALL" : "not ALL: the runtime's default set stays",
            !dropsAll));
    for (String sysctl : new TreeSet<>(spec.securityContext().sysctls().keySet())) {
      boolean safe = SAFE_SYSCTLS.contains(sysctl);
      grades.add(
          new Grade(
              "securityContext.sysctls of the pod",
              sysctl + (safe ? ", a safe one" : ", which is not on Kubernetes' list of safe ones"),
              !safe));
    }
    boolean readOnly = Boolean.TRUE.equals(own.readOnlyRootFilesystem());
    grades.add(
        new Grade(context + "readOnlyRootFilesystem", readOnly ? "true" : "false", !readOnly));
    return grades;
  }

  private static Grade profile(String field, @Nullable Profile profile, String unset) {
    return profile == null
        ? new Grade(field, unset, true)
        : new Grade(field, profile.type(), profile.type().equals("Unconfined"));
  }

  /** What grades a node, by its kubelet's own words. */
  public static List<Grade> of(Node node) {
    List<Grade> grades = new ArrayList<>();
    Node.SystemInfo info = node.info();
    if (!info.osImage().isEmpty()) {
      boolean built = PURPOSE_BUILT.stream().anyMatch(info.osImage()::startsWith);
      grades.add(
          new Grade(
              "status.nodeInfo.osImage",
              info.osImage()
                  + (built ? ", purpose-built" : ", general-purpose")
                  + ", its kubelet says",
              !built));
    }
    if (!info.operatingSystem().equals("windows")) {
      add(grades, "kernelVersion", PublishedEscape.Component.LINUX, info.kernelVersion());
    }
    String runtime = info.containerRuntimeVersion();
    int scheme = runtime.indexOf("://");
    PublishedEscape.@Nullable Component manager =
        switch (scheme < 0 ? "" : runtime.substring(0, scheme)) {
          case "cri-o" -> PublishedEscape.Component.CRI_O;
          case "containerd" -> PublishedEscape.Component.CONTAINERD;
          // The numbers of others, such as Docker's, are not in the table.
          default -> null;
        };
    if (manager != null) {
      add(grades, "containerRuntimeVersion", manager, runtime.substring(scheme + 3));
    }
    add(grades, "kubeletVersion", PublishedEscape.Component.KUBELET, info.kubeletVersion());
    return grades;
  }

  /** What grades a node by what a container of a DaemonSet installs there; null: nothing. */
  public static @Nullable Grade ofInstaller(Container container) {
    if (!container.imageRepository().endsWith("/container-toolkit")) {
      return null;
    }
    String image = container.image().split("@", 2)[0];
    int tag = image.lastIndexOf(':');
    return tag <= image.lastIndexOf('/')
        ? null
        : grade("image", PublishedEscape.Component.NVIDIA_TOOLKIT, image.substring(tag + 1));
  }

  private static void add(
      List<Grade> grades, String field, PublishedEscape.Component component, String version) {
    if (!version.isEmpty()) {
      grades.add(grade("status.nodeInfo." + field, component, version));
    }
  }

  private static Grade grade(String field, PublishedEscape.Component component, String version) {
    List<PublishedEscape> open = PublishedEscape.openIn(component, version);
    String value = version;
    if (!open.isEmpty()) {
      List<String> names = open.stream().map(PublishedEscape::cve).toList();
      value +=
          ": upstream fixed "
              + String.join(", ", names)
              + " later (table of "
              + PublishedEscape.AS_OF
              + "); a distribution may have backported that";
    }
    return new Grade(field, value, !open.isEmpty());
  }
}
