package dev.ringfence.engine.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The table of host paths: what each gives to whoever has it in a container. A path gives what
 * every path beneath it gives, because a mount takes along what is mounted beneath (rbind), and a
 * read-only mount is read-only at its top alone (KEP-3857).
 */
public final class HostPaths {

  /** What a path of the node gives. */
  public enum Gift {
    /** A socket by which the container manager, the kubelet or a plug-in registry obeys. */
    RUNTIME_SOCKET,
    /** Files from which the node starts programs; only where it can be written. */
    STARTS_PROGRAMS,
    /** The kernel's switches; only where it can be written. */
    KERNEL_SETTINGS,
    /** The kubelet's own key and certificate, or a kubeconfig with them. */
    NODE_CREDENTIAL,
    /** Tokens, Secrets and volumes of the pods there. */
    POD_SECRETS,
    /** etcd's data: every Secret, on the node that has it. */
    CLUSTER_STATE,
    /** Keys of the control plane, on the node that has it. */
    CONTROL_PLANE_KEYS,
    /** Keys and kubeconfigs that people leave in home directories. */
    HOME_DIRECTORIES,
    /** Environment and open files of the node's processes. */
    PROCESSES,
    /** Logs of the pods there. */
    LOGS,
    /** Root file systems of the containers there. */
    CONTAINER_FILES
  }

  private record Entry(String path, Gift gift) {}

  private static final List<Entry> TABLE =
      List.of(
          new Entry("/run/containerd/containerd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/k3s/containerd/containerd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/crio/crio.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/docker.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/cri-dockerd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/dockershim.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/podman/podman.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/docker/containerd/containerd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/host-containerd/containerd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/k0s/containerd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/var/snap/microk8s/common/run/containerd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/buildkit/buildkitd.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/libvirt/libvirt-sock", Gift.RUNTIME_SOCKET),
          // The container manager lets its plug-ins change every container (NRI).
          new Entry("/run/nri/nri.sock", Gift.RUNTIME_SOCKET),
          // What commands Bottlerocket and Talos.
          new Entry("/run/api.sock", Gift.RUNTIME_SOCKET),
          new Entry("/system/run/machined/machine.sock", Gift.RUNTIME_SOCKET),
          new Entry("/run/systemd/private", Gift.RUNTIME_SOCKET),
          new Entry("/run/dbus/system_bus_socket", Gift.RUNTIME_SOCKET),
          new Entry("/var/lib/kubelet/device-plugins", Gift.RUNTIME_SOCKET),
          new Entry("/var/lib/kubelet/plugins_registry", Gift.RUNTIME_SOCKET),
          new Entry("/etc/kubernetes/manifests", Gift.STARTS_PROGRAMS),
          new Entry("/opt/cni/bin", Gift.STARTS_PROGRAMS),
          new Entry("/etc/cni/net.d", Gift.STARTS_PROGRAMS),
          new Entry("/var/lib/kubelet/plugins", Gift.STARTS_PROGRAMS),
          new Entry("/proc/sys", Gift.KERNEL_SETTINGS),
          new Entry("/sys", Gift.KERNEL_SETTINGS),
          new Entry("/var/lib/kubelet/pki", Gift.NODE_CREDENTIAL),
          new Entry("/etc/kubernetes/kubelet.conf", Gift.NODE_CREDENTIAL),
          new Entry("/etc/kubernetes/bootstrap-kubelet.conf", Gift.NODE_CREDENTIAL),
          new Entry("/var/lib/rancher", Gift.NODE_CREDENTIAL),
          new Entry("/etc/rancher", Gift.NODE_CREDENTIAL),
          new Entry("/var/lib/kubelet/kubeconfig", Gift.NODE_CREDENTIAL),
          new Entry("/var/lib/kubelet/bootstrap-kubeconfig", Gift.NODE_CREDENTIAL),
          new Entry("/var/lib/k0s", Gift.NODE_CREDENTIAL),
          new Entry("/var/snap/microk8s", Gift.NODE_CREDENTIAL),
          // What the cloud gave the node to join with.
          new Entry("/var/lib/cloud", Gift.NODE_CREDENTIAL),
          new Entry("/run/cloud-init", Gift.NODE_CREDENTIAL),
          new Entry("/var/lib/kubelet/pods", Gift.POD_SECRETS),
          new Entry("/var/lib/k0s", Gift.POD_SECRETS),
          new Entry("/var/snap/microk8s", Gift.POD_SECRETS),
          // Memory of containers and of processes that crashed.
          new Entry("/var/lib/kubelet/checkpoints", Gift.POD_SECRETS),
          new Entry("/var/lib/systemd/coredump", Gift.POD_SECRETS),
          new Entry("/var/crash", Gift.POD_SECRETS),
          new Entry("/var/lib/etcd", Gift.CLUSTER_STATE),
          new Entry("/var/lib/k0s", Gift.CLUSTER_STATE),
          new Entry("/var/snap/microk8s", Gift.CLUSTER_STATE),
          new Entry("/var/lib/minikube/etcd", Gift.CLUSTER_STATE),
          new Entry("/var/lib/rancher", Gift.CLUSTER_STATE),
          new Entry("/etc/kubernetes/pki", Gift.CONTROL_PLANE_KEYS),
          new Entry("/etc/kubernetes/admin.conf", Gift.CONTROL_PLANE_KEYS),
          new Entry("/etc/kubernetes/super-admin.conf", Gift.CONTROL_PLANE_KEYS),
          new Entry("/etc/kubernetes/controller-manager.conf", Gift.CONTROL_PLANE_KEYS),
          new Entry("/etc/kubernetes/scheduler.conf", Gift.CONTROL_PLANE_KEYS),
          new Entry("/etc/srv/kubernetes", Gift.CONTROL_PLANE_KEYS),
          new Entry("/var/lib/minikube/certs", Gift.CONTROL_PLANE_KEYS),
          new Entry("/var/lib/k0s", Gift.CONTROL_PLANE_KEYS),
          new Entry("/var/snap/microk8s", Gift.CONTROL_PLANE_KEYS),
          new Entry("/var/lib/rancher", Gift.CONTROL_PLANE_KEYS),
          new Entry("/etc/rancher", Gift.CONTROL_PLANE_KEYS),
          new Entry("/root", Gift.HOME_DIRECTORIES),
          new Entry("/home", Gift.HOME_DIRECTORIES),
          new Entry("/proc", Gift.PROCESSES),
          new Entry("/var/log/pods", Gift.LOGS),
          new Entry("/var/log/containers", Gift.LOGS),
          new Entry("/var/log/journal", Gift.LOGS),
          new Entry("/run/log/journal", Gift.LOGS),
          new Entry("/var/lib/docker", Gift.CONTAINER_FILES),
          new Entry("/var/lib/containerd", Gift.CONTAINER_FILES),
          new Entry("/var/lib/containers", Gift.CONTAINER_FILES),
          new Entry("/run/containerd", Gift.CONTAINER_FILES),
          new Entry("/run/containers", Gift.CONTAINER_FILES),
          new Entry("/run/crio", Gift.CONTAINER_FILES),
          new Entry("/run/kata-containers", Gift.CONTAINER_FILES));

  /** The whole of what may be written without giving anything: devices that hold no state. */
  private static final Set<String> SAFE_TO_WRITE =
      Set.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/net/tun");

  private HostPaths() {}

  /** Every path that the table names, as written there. */
  public static List<String> known() {
    return TABLE.stream().map(Entry::path).distinct().toList();
  }

  /**
   * What a mounted path gives, apart from the node itself where it can be written.
   *
   * @param path normalised by {@link #normalise}
   */
  public static List<Gift> gifts(String path) {
    List<Gift> gifts = new ArrayList<>();
    for (Entry entry : TABLE) {
      if (overlaps(path, entry.path())
          && !gifts.contains(entry.gift())
          && !(entry.gift() == Gift.PROCESSES && isOfNoProcess(path))) {
        gifts.add(entry.gift());
      }
    }
    return gifts;
  }

  /** Beneath /proc only what begins with a number, or is a link to such, is a process's. */
  private static boolean isOfNoProcess(String path) {
    if (!path.startsWith("/proc/")) {
      return false;
    }
    String first = path.substring("/proc/".length()).split("/", 2)[0];
    return !first.isEmpty()
        && !Character.isDigit(first.charAt(0))
        && !first.equals("self")
        && !first.equals("thread-self");
  }

  /** Whether writing the path gives the node: every path does unless it is known to be safe. */
  public static boolean writingGivesNode(String path) {
    return !SAFE_TO_WRITE.contains(path);
  }

  /** Where systems keep their own files: a disk for volumes is not mounted over these. */
  private static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/lib64",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/sys",
          "/tmp",
          "/usr",
          "/var/lib/kubelet",
          "/var/lib/containerd",
          "/var/log",
          "/var/spool");

  /**
   * Whether a PersistentVolume of the path gives the node to who may write it. A local volume is a
   * disk or folder set apart for that, unless its path is one of the system's.
   */
  public static boolean volumeGivesNode(String path, boolean local) {
    return writingGivesNode(path)
        && (!local
            || !gifts(path).isEmpty()
            || SYSTEM.stream().anyMatch(one -> overlaps(path, one)));
  }

  /** Whether one of the two paths is the other or holds it. */
  public static boolean overlaps(String path, String other) {
    return holds(path, other) || holds(other, path);
  }

  private static boolean holds(String parent, String child) {
    return parent.equals("/") || child.equals(parent) || child.startsWith(parent + "/");
  }

  /**
   * The path without empty, {@code .} and {@code ..} segments, with {@code /var/run} as {@code
   * /run}, which it is a link to, and {@code subPath} beneath it.
   */
  public static String normalise(String path, String subPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : (path + "/" + subPath).replace('\\', '/').split("/")) {
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    if (segments.size() > 1 && segments.get(0).equals("var") && segments.get(1).equals("run")) {
      segments.removeFirst();
    }
    return "/" + String.join("/", segments);
  }
}
