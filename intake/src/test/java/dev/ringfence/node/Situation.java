package dev.ringfence.node;

import java.util.List;

/**
 * A pod's dangerous field, by the row of the catalogue that it is about. Each is one field away
 * from {@link #PLAIN}.
 *
 * @param step the catalogue's row
 * @param pod a fragment of the pod's spec, without braces; empty for none
 * @param container a fragment of the container's spec
 * @param volumes of the node: name, path, whether read-only
 * @param stated what is known of this node that the API does not show: the id of an assumption that
 *     is true of it, or nothing
 */
record Situation(
    String step, String name, String pod, String container, List<Given> volumes, String stated) {

  /** A path of the node, and where the probe finds it. */
  record Given(String path, String at, boolean readOnly, boolean recursively) {}

  static final Situation PLAIN = field("E10", "plain", "", "");

  static final List<Situation> ALL =
      List.of(
          PLAIN,
          field("I1", "no token", "\"automountServiceAccountToken\":false", ""),
          field("E1", "privileged", "", security("\"privileged\":true")),
          capability("SYS_ADMIN"),
          capability("DAC_READ_SEARCH"),
          capability("NET_ADMIN"),
          capability("SYS_PTRACE"),
          field(
              "E2",
              "hostPID and SYS_PTRACE",
              "\"hostPID\":true",
              security("\"capabilities\":{\"add\":[\"SYS_PTRACE\"]}")),
          field("E3", "hostPID", "\"hostPID\":true", ""),
          field("E3", "hostIPC", "\"hostIPC\":true", ""),
          field("E3", "hostNetwork", "\"hostNetwork\":true", ""),
          path("E4", "/srv/ringfence/folder", "/given/folder", false),
          path("E4", "/srv/ringfence/folder", "/given/folder", true),
          beneath(false),
          beneath(true),
          path("E5", "/var/lib/kubelet", "/given/kubelet", true),
          path("E5", "/var/log", "/given/log", true),
          path("E6", "/run/containerd", "/given/run", true),
          path("E7", "/proc/sys", "/given/sysctl", false),
          field("E7", "procMount Unmasked", "", security("\"procMount\":\"Unmasked\"")),
          field(
              "E9",
              "hardened",
              "",
              security(
                  """
                  "allowPrivilegeEscalation":false,"runAsUser":65534,"runAsNonRoot":true,\
                  "seccompProfile":{"type":"RuntimeDefault"},"capabilities":{"drop":["ALL"]}""")));

  private static Situation field(String step, String name, String pod, String container) {
    return new Situation(step, name, pod, container, List.of(), "");
  }

  private static Situation capability(String name) {
    return field("E2", name, "", security("\"capabilities\":{\"add\":[\"" + name + "\"]}"));
  }

  private static Situation path(String step, String path, String at, boolean readOnly) {
    return new Situation(
        step,
        path + (readOnly ? ", read-only" : ", writable"),
        "",
        "",
        List.of(new Given(path, at, readOnly, false)),
        "");
  }

  /** A folder beneath which the node has a disk of its own. */
  private static Situation beneath(boolean recursively) {
    return new Situation(
        "E4",
        "/srv/ringfence/disks, read-only"
            + (recursively ? " recursively" : "")
            + ", a disk beneath",
        "",
        "",
        List.of(new Given("/srv/ringfence/disks", "/given", true, recursively)),
        "mounts-beneath-read-only-paths");
  }

  private static String security(String fields) {
    return "\"securityContext\":{" + fields + "}";
  }
}
