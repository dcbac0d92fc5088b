package dev.ringfence.engine.admission;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values of fields that give a pod its node, or the secrets there. What they give is said by the
 * analysis of workloads, of which this one knows nothing; a test holds the two against each other.
 */
final class DangerousValues {

  /** Each alone is as good as root on the node. */
  static final List<String> CAPABILITIES =
      List.of(
          "ALL",
          "BPF",
          "DAC_READ_SEARCH",
          "PERFMON",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_MODULE",
          "SYS_RAWIO");

  /** Sockets by which something on the node obeys, and folders of such. */
  static final List<String> SOCKETS =
      List.of(
          "/run/containerd/containerd.sock",
          "/run/k3s/containerd/containerd.sock",
          "/run/crio/crio.sock",
          "/run/docker.sock",
          "/run/cri-dockerd.sock",
          "/run/dockershim.sock",
          "/run/podman/podman.sock",
          "/run/docker/containerd/containerd.sock",
          "/run/host-containerd/containerd.sock",
          "/run/k0s/containerd.sock",
          "/var/snap/microk8s/common/run/containerd.sock",
          "/run/buildkit/buildkitd.sock",
          "/run/libvirt/libvirt-sock",
          "/run/nri/nri.sock",
          "/run/api.sock",
          "/system/run/machined/machine.sock",
          "/run/systemd/private",
          "/run/dbus/system_bus_socket",
          "/var/lib/kubelet/device-plugins",
          "/var/lib/kubelet/plugins_registry");

  /** Where credentials of the node, of its pods and of the control plane lie. */
  static final List<String> SECRETS =
      List.of(
          "/var/lib/kubelet/pki",
          "/etc/kubernetes/kubelet.conf",
          "/etc/kubernetes/bootstrap-kubelet.conf",
          "/var/lib/rancher",
          "/etc/rancher",
          "/var/lib/kubelet/kubeconfig",
          "/var/lib/kubelet/bootstrap-kubeconfig",
          "/var/lib/k0s",
          "/var/snap/microk8s",
          "/var/lib/cloud",
          "/run/cloud-init",
          "/var/lib/kubelet/pods",
          "/var/lib/kubelet/checkpoints",
          "/var/lib/systemd/coredump",
          "/var/crash",
          "/var/lib/etcd",
          "/var/lib/minikube/etcd",
          "/etc/kubernetes/pki",
          "/etc/kubernetes/admin.conf",
          "/etc/kubernetes/super-admin.conf",
          "/etc/kubernetes/controller-manager.conf",
          "/etc/kubernetes/scheduler.conf",
          "/etc/srv/kubernetes",
          "/var/lib/minikube/certs",
          "/proc");

  /** Where the node keeps what its pods write: their output, its journal, their file systems. */
  static final List<String> CONTENT =
      List.of(
          "/var/log/pods",
          "/var/log/containers",
          "/var/log/journal",
          "/run/log/journal",
          "/var/lib/docker",
          "/var/lib/containerd",
          "/var/lib/containers",
          "/run/containerd",
          "/run/containers",
          "/run/crio",
          "/run/kata-containers");

  /** The whole of what may be written without giving anything. */
  private static final Set<String> HARMLESS =
      Set.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/net/tun");

  private DangerousValues() {}

  /** Whether writing the path gives the node. */
  static boolean isDangerousToWrite(String path) {
    return !HARMLESS.contains(path);
  }

  /** Whether a path is one of these, above or beneath it. */
  static boolean reaches(List<String> those, String path) {
    String own = path.startsWith("/var/run") ? path.substring("/var".length()) : path;
    return those.stream().anyMatch(one -> isAbove(own, one) || isAbove(one, own));
  }

  private static boolean isAbove(String folder, String path) {
    String slashed = folder.endsWith("/") ? folder : folder + "/";
    return path.equals(folder) || path.startsWith(slashed);
  }

  /** Whether a text names one of the capabilities, or the debugger's, in whatever spelling. */
  static boolean namesCapability(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    String name = upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    return CAPABILITIES.contains(name) || name.equals("SYS_PTRACE");
  }
}
