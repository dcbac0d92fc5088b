package dev.ringfence.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Pods as JSON, most of them valid, with every field that a check of Pod Security reads set now and
 * then to an allowed and to a forbidden value. Where the API's validation forbids a combination,
 * the server says so, and the test leaves that pod out.
 */
final class RandomPods {

  private static final String[] CAPABILITIES = {
    "CHOWN", "NET_BIND_SERVICE", "NET_ADMIN", "SYS_PTRACE", "CAP_CHOWN", "KILL", "NET_RAW"
  };
  private static final String[] SYSCTLS = {
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.core.somaxconn",
    "kernel.msgmax"
  };
  private static final String[] SELINUX_TYPES = {
    "container_t", "container_engine_t", "spc_t", "container_kvm_t"
  };
  private static final String[] VOLUMES = {
    "\"emptyDir\": {}",
    "\"configMap\": {\"name\": \"settings\"}",
    "\"secret\": {\"secretName\": \"keys\"}",
    "\"persistentVolumeClaim\": {\"claimName\": \"data\"}",
    "\"downwardAPI\": {\"items\": []}",
    "\"projected\": {\"sources\": []}",
    "\"csi\": {\"driver\": \"driver.example\"}",
    "\"hostPath\": {\"path\": \"/data\"}",
    "\"nfs\": {\"server\": \"files.example\", \"path\": \"/\"}",
    "\"iscsi\": {\"targetPortal\": \"10.0.0.1\", \"iqn\": \"iqn.2001-04.example:a\", \"lun\": 0}"
  };

  private final Random random;

  RandomPods(long seed) {
    this.random = new Random(seed);
  }

  /** One pod of that name and namespace. */
  String next(String namespace, String name) {
    List<String> spec = new ArrayList<>();
    boolean windows = chance(12);
    boolean careful = chance(2);
    if (windows) {
      spec.add("\"os\": {\"name\": \"windows\"}");
    }
    if (chance(12)) {
      spec.add("\"hostNetwork\": true");
    }
    if (chance(12)) {
      spec.add("\"hostPID\": true");
    }
    if (chance(12)) {
      spec.add("\"hostIPC\": true");
    }
    if (chance(4)) {
      spec.add("\"hostUsers\": " + chance(4));
    }
    spec.add("\"securityContext\": {" + podSecurity(windows, careful) + "}");
    List<String> containers = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      containers.add(container("main-" + i, windows, careful, false));
    }
    spec.add("\"containers\": [" + String.join(", ", containers) + "]");
    if (chance(3)) {
      spec.add("\"initContainers\": [" + container("init", windows, careful, true) + "]");
    }
    List<String> volumes = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      volumes.add("{\"name\": \"v" + i + "\", " + VOLUMES[random.nextInt(VOLUMES.length)] + "}");
    }
    spec.add("\"volumes\": [" + String.join(", ", volumes) + "]");
    return """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "%s", "namespace": "%s"}, "spec": {%s}}"""
        .formatted(name, namespace, String.join(", ", spec));
  }

  private String podSecurity(boolean windows, boolean careful) {
    List<String> fields = new ArrayList<>();
    if (careful || chance(3)) {
      fields.add("\"runAsNonRoot\": " + !chance(8));
    }
    if (windows) {
      if (chance(4)) {
        fields.add("\"windowsOptions\": {\"hostProcess\": " + chance(2) + "}");
      }
      return String.join(", ", fields);
    }
    if (chance(5)) {
      fields.add("\"runAsUser\": " + (chance(2) ? 0 : 1000));
    }
    profiles(fields, careful);
    if (chance(6)) {
      fields.add("\"sysctls\": [{\"name\": \"" + pick(SYSCTLS) + "\", \"value\": \"1\"}]");
    }
    return String.join(", ", fields);
  }

  private String container(String name, boolean windows, boolean careful, boolean init) {
    List<String> fields = new ArrayList<>();
    fields.add("\"name\": \"" + name + "\"");
    fields.add("\"image\": \"registry.example/app\"");
    fields.add("\"securityContext\": {" + containerSecurity(windows, careful) + "}");
    if (chance(10)) {
      int port = 8000 + random.nextInt(1000);
      fields.add("\"ports\": [{\"containerPort\": %d, \"hostPort\": %d}]".formatted(port, port));
    }
    if (!init && chance(10)) {
      String host = chance(2) ? "\"host\": \"10.0.0." + random.nextInt(9) + "\", " : "";
      fields.add("\"livenessProbe\": {\"httpGet\": {" + host + "\"port\": 80}}");
    }
    if (!init && chance(12)) {
      fields.add(
          "\"lifecycle\": {\"preStop\": {\"tcpSocket\": {\"host\": \"peer\", \"port\": 1}}}");
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private String containerSecurity(boolean windows, boolean careful) {
    List<String> fields = new ArrayList<>();
    if (chance(6)) {
      fields.add("\"runAsNonRoot\": " + !chance(3));
    }
    if (windows) {
      if (chance(5)) {
        fields.add("\"windowsOptions\": {\"hostProcess\": " + chance(2) + "}");
      }
      return String.join(", ", fields);
    }
    boolean privileged = chance(14);
    if (privileged) {
      fields.add("\"privileged\": true");
    } else if (careful || chance(3)) {
      fields.add("\"allowPrivilegeEscalation\": " + chance(10));
    }
    if (chance(8)) {
      fields.add("\"runAsUser\": " + (chance(2) ? 0 : 1000));
    }
    if (careful || chance(3)) {
      String drop = chance(8) ? "NET_RAW" : "ALL";
      String add = chance(4) ? "\"" + pick(CAPABILITIES) + "\"" : "";
      fields.add("\"capabilities\": {\"add\": [" + add + "], \"drop\": [\"" + drop + "\"]}");
    }
    if (chance(8)) {
      fields.add("\"procMount\": \"" + (chance(2) ? "Default" : "Unmasked") + "\"");
    }
    if (chance(5)) {
      profiles(fields, careful);
    }
    return String.join(", ", fields);
  }

  private void profiles(List<String> fields, boolean careful) {
    if (careful || chance(3)) {
      fields.add("\"seccompProfile\": {\"type\": \"" + profileType() + "\"}");
    }
    if (chance(5)) {
      fields.add("\"appArmorProfile\": {\"type\": \"" + profileType() + "\"}");
    }
    if (chance(6)) {
      String user = chance(4) ? ", \"user\": \"root\"" : "";
      String role = chance(4) ? ", \"role\": \"sysadm_r\"" : "";
      fields.add(
          "\"seLinuxOptions\": {\"type\": \"" + pick(SELINUX_TYPES) + "\"" + user + role + "}");
    }
  }

  private String profileType() {
    return chance(6) ? "Unconfined" : "RuntimeDefault";
  }

  private String pick(String[] items) {
    return items[random.nextInt(items.length)];
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
