package dev.ringfence.engine.catalogue.node;

import static dev.ringfence.engine.catalogue.node.DangerousPods.CONTENT;
import static dev.ringfence.engine.catalogue.node.DangerousPods.DISTURB;
import static dev.ringfence.engine.catalogue.node.DangerousPods.IDENTITY;
import static dev.ringfence.engine.catalogue.node.DangerousPods.NEIGHBOUR;
import static dev.ringfence.engine.catalogue.node.DangerousPods.NETWORK;
import static dev.ringfence.engine.catalogue.node.DangerousPods.NODE;
import static dev.ringfence.engine.catalogue.node.DangerousPods.PROCESSOR;
import static dev.ringfence.engine.catalogue.node.DangerousPods.SECRETS;
import static dev.ringfence.engine.catalogue.node.DangerousPods.capability;
import static dev.ringfence.engine.catalogue.node.DangerousPods.field;
import static dev.ringfence.engine.catalogue.node.DangerousPods.inEveryContainer;
import static dev.ringfence.engine.catalogue.node.DangerousPods.pair;
import static dev.ringfence.engine.catalogue.node.DangerousPods.path;
import static dev.ringfence.engine.catalogue.node.DangerousPods.tests;

import dev.ringfence.engine.cluster.PodSecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every dangerous field of a pod, one at a time and in pairs, in every kind of container: what a
 * pod with it gives, without any boundary and without any assumption.
 */
class DangerousFieldsTest {

  private static final List<DangerousPods.Field> FIELDS =
      List.of(
          field("privileged", pod -> pod.privileged = true, NODE),
          field("hostPID", pod -> pod.hostPid = true, NEIGHBOUR, DISTURB),
          field("hostIPC", pod -> pod.hostIpc = true),
          field("hostNetwork", pod -> pod.hostNetwork = true, NETWORK, CONTENT),
          field("procMount", pod -> pod.procMount = "Unmasked", NODE),
          field("hostProcess", pod -> pod.hostProcess = true, NODE),
          capability("ALL", NODE),
          capability("all", NODE),
          capability("SYS_ADMIN", NODE),
          capability("CAP_SYS_ADMIN", NODE),
          capability("cap_sys_module", NODE),
          capability("SYS_RAWIO", NODE),
          capability("DAC_READ_SEARCH", NODE),
          capability("BPF", NODE),
          capability("PERFMON", NODE),
          capability("SYS_BOOT", NODE),
          capability("SYS_PTRACE"),
          capability("SYS_TIME", DISTURB),
          capability("cap_sys_nice", PROCESSOR),
          capability("SYS_CHROOT"),
          capability("MKNOD"),
          capability("NET_ADMIN"),
          capability("NET_RAW"),
          capability("CHOWN"),
          // What grades the kernel, asks for what no node says it has, or is no one else's.
          field("seccomp", pod -> pod.seccomp = new PodSecurityContext.Profile("Unconfined", null)),
          field("hostUsers", pod -> pod.hostUsers = false),
          field("device", pod -> pod.limits.put("nvidia.com/gpu", "1")),
          field("subPath", pod -> pod.mountHostPath("/", "dev/null", false)),
          field("subPath up", pod -> pod.mountHostPath("/dev", "null/..", false), NODE),
          path("/", false, NODE, SECRETS, CONTENT, IDENTITY),
          path("/", true, NODE, SECRETS, CONTENT, IDENTITY),
          path("/etc", false, NODE, IDENTITY),
          path("/etc/kubernetes", true, IDENTITY),
          path("/etc/localtime", true),
          path("/etc/../root", false, NODE),
          path("/var/lib/kubelet", true, NODE, SECRETS, IDENTITY),
          path("/var/lib/kubelet/pods", true, SECRETS),
          path("/var/run/docker.sock", true, NODE),
          path("/run/containerd/containerd.sock", true, NODE, CONTENT),
          path("/run", true, NODE, CONTENT, IDENTITY),
          path("/run/nri", true, NODE),
          path("/var/lib/kubelet/kubeconfig", true, IDENTITY),
          path("/var/lib/kubelet/config.yaml", true),
          path("/var/lib/systemd/coredump", true, SECRETS),
          path("/proc", true, SECRETS),
          path("/proc/1", true, SECRETS),
          path("/proc/sys", true),
          path("/proc/sys", false, NODE),
          path("/var/log", true, CONTENT),
          path("/var/log", false, NODE, CONTENT),
          path("/data", false, NODE),
          path("/data", true),
          path("/dev/null", false));

  @TestFactory
  Stream<DynamicTest> oneField() {
    return tests(inEveryContainer(FIELDS));
  }

  @TestFactory
  Stream<DynamicTest> pairsOfFields() {
    return tests(
        FIELDS.stream()
            .flatMap(
                first ->
                    FIELDS.stream()
                        .filter(second -> first.name().compareTo(second.name()) < 0)
                        .map(second -> pair(first, second))));
  }

  /** Those of capabilities(7) that give nothing of others by themselves; they grade the kernel. */
  private static final List<String> OWN_AFFAIRS =
      List.of(
          "AUDIT_CONTROL",
          "AUDIT_READ",
          "AUDIT_WRITE",
          "BLOCK_SUSPEND",
          "CHECKPOINT_RESTORE",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "IPC_LOCK",
          "IPC_OWNER",
          "KILL",
          "LEASE",
          "LINUX_IMMUTABLE",
          "MAC_ADMIN",
          "MAC_OVERRIDE",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYSLOG",
          "SYS_PACCT",
          "SYS_RESOURCE",
          "SYS_TTY_CONFIG",
          "WAKE_ALARM");

  @TestFactory
  Stream<DynamicTest> otherCapabilities() {
    return tests(
        OWN_AFFAIRS.stream()
            .flatMap(name -> Stream.of(name, "CAP_" + name, name.toLowerCase(Locale.ROOT)))
            .map(DangerousPods::capability)
            .map(field -> new DangerousPods.Case(field.name(), field.set(), field.gives())));
  }
}
