package dev.ringfence.cel;

import static dev.ringfence.cel.MadeUpCluster.CONTAINERS;
import static dev.ringfence.cel.MadeUpCluster.NOT_PRIVILEGED;
import static dev.ringfence.cel.MadeUpCluster.isRefused;
import static dev.ringfence.cel.MadeUpCluster.passes;
import static dev.ringfence.cel.MadeUpCluster.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.PolicyVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A7: the forms of each dangerous shape against policies that forget some of them. */
class ShapeFormsTest {

  @Test
  void whatAPolicyForgetsOfTheKindsOfContainersIsTried() {
    for (DangerousShape shape :
        List.of(
            DangerousShape.PRIVILEGED, DangerousShape.CAPABILITY, DangerousShape.UNMASKED_PROC)) {
      String each =
          ".all(c, !c.?securityContext.?privileged.orValue(false)"
              + " && size(c.?securityContext.?capabilities.?add.orValue([])) == 0"
              + " && c.?securityContext.?procMount.orValue('Default') == 'Default')";
      passes(shape, "object.spec.containers" + each);
      isRefused(shape, CONTAINERS + each);
    }
    passes(
        DangerousShape.HOST_PORT,
        "object.spec.containers.all(c, c.?ports.orValue([]).all(p, !has(p.hostPort)))");
    isRefused(
        DangerousShape.HOST_PORT,
        CONTAINERS + ".all(c, c.?ports.orValue([]).all(p, !has(p.hostPort)))");
    passes(
        DangerousShape.HOST_PROCESS,
        "!object.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false)");
    isRefused(
        DangerousShape.HOST_PROCESS,
        "!object.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false) && "
            + CONTAINERS
            + ".all(c, !c.?securityContext.?windowsOptions.?hostProcess.orValue(false))");
  }

  @Test
  void anImageThatIsExemptInInitContainersIsFound() {
    passes(
        DangerousShape.PRIVILEGED,
        "object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"
            + " && object.spec.?initContainers.orValue([]).all(c, c.image == 'registry.example/ops'"
            + " || !c.?securityContext.?privileged.orValue(false))");
  }

  @Test
  void everyCapabilityThatDoesIsTriedInEverySpelling() {
    String added =
        CONTAINERS + ".all(c, c.?securityContext.?capabilities.?add.orValue([]).all(a, %s))";
    isRefused(DangerousShape.CAPABILITY, added.formatted("a in ['NET_BIND_SERVICE', 'CHOWN']"));
    passes(DangerousShape.CAPABILITY, added.formatted("a != 'SYS_ADMIN'"));
    passes(
        DangerousShape.CAPABILITY,
        added.formatted(
            "!(a in ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF',"
                + " 'PERFMON', 'SYS_BOOT'])"));
    isRefused(
        DangerousShape.CAPABILITY,
        added.formatted(
            "!(a.upperAscii().replace('CAP_', '') in ['ALL', 'SYS_ADMIN', 'SYS_MODULE',"
                + " 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF', 'PERFMON', 'SYS_BOOT'])"));
    passes(DangerousShape.DEBUGGER, added.formatted("a != 'SYS_PTRACE'"));
    isRefused(DangerousShape.DEBUGGER, "!object.spec.?hostPID.orValue(false)");
  }

  @Test
  void pathsThatAPolicyDoesNotNameAreTriedAndThoseThatItAllows() {
    String volumes = "object.spec.?volumes.orValue([]).all(v, !has(v.hostPath) || %s)";
    isRefused(DangerousShape.HOST_PATH, volumes.formatted("false"));
    passes(DangerousShape.HOST_PATH, volumes.formatted("!(v.hostPath.path in ['/', '/etc'])"));
    passes(DangerousShape.HOST_PATH, volumes.formatted("v.hostPath.path.startsWith('/var/log')"));
    isRefused(DangerousShape.HOST_PATH, volumes.formatted("v.hostPath.path == '/dev/null'"));
    passes(
        DangerousShape.RUNTIME_SOCKET,
        volumes.formatted("!(v.hostPath.path in ['/run/containerd/containerd.sock', '/'])"));
    isRefused(DangerousShape.RUNTIME_SOCKET, volumes.formatted("v.hostPath.path == '/var/log'"));
    passes(
        DangerousShape.HOST_PATH_READ_ONLY,
        volumes.formatted("!(v.hostPath.path in ['/', '/etc'])"));
    PolicyVerdict searched =
        verdict(DangerousShape.HOST_PATH, volumes.formatted("v.hostPath.path.endsWith('.log')"));
    assertThat(searched.undecided()).as("some path may end so").isTrue();
    passes(
        DangerousShape.HOST_PATH,
        "object.spec.?hostUsers.orValue(true) == false || " + volumes.formatted("false"));
    isRefused(
        DangerousShape.PRIVILEGED,
        "(object.spec.?hostUsers.orValue(true) == false || true) && " + NOT_PRIVILEGED);
  }

  @Test
  void aPolicyThatAllowsLogsAloneLetsTheirReaderThrough() {
    String logs =
        "object.spec.?volumes.orValue([]).all(v, !has(v.hostPath)"
            + " || v.hostPath.path == '/var/log/pods') && "
            + CONTAINERS
            + ".all(c, c.?volumeMounts.orValue([]).all(m, m.?readOnly.orValue(false)))";
    passes(DangerousShape.HOST_LOGS, logs);
    isRefused(DangerousShape.HOST_PATH_READ_ONLY, logs);
    isRefused(DangerousShape.HOST_PATH, logs);
    isRefused(DangerousShape.HOST_LOGS, logs.replace("/var/log/pods", "/etc/ssl"));
  }

  @Test
  void portsWithinARangeThatAPolicyAllowsAreTried() {
    String ports = CONTAINERS + ".all(c, c.?ports.orValue([]).all(p, !has(p.hostPort) || %s))";
    passes(DangerousShape.HOST_PORT, ports.formatted("p.hostPort >= 30000 && p.hostPort < 30100"));
    passes(DangerousShape.HOST_PORT, ports.formatted("p.hostPort in [9999]"));
    passes(DangerousShape.HOST_PORT, ports.formatted("p.hostPort != 10080"));
    isRefused(DangerousShape.HOST_PORT, ports.formatted("p.hostPort < 1"));
    isRefused(DangerousShape.HOST_PORT, ports.formatted("p.hostPort > 70000"));
  }

  @Test
  void aPlainPodPassesWhatRefusesEveryShape() {
    String strict =
        "!object.spec.?hostPID.orValue(false) && !object.spec.?hostIPC.orValue(false)"
            + " && !object.spec.?hostNetwork.orValue(false)"
            + " && !object.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false)"
            + " && object.spec.?volumes.orValue([]).all(v, !has(v.hostPath) && !has(v.nfs)) && "
            + CONTAINERS
            + ".all(c, !c.?securityContext.?privileged.orValue(false)"
            + " && !c.?securityContext.?windowsOptions.?hostProcess.orValue(false)"
            + " && c.?securityContext.?procMount.orValue('Default') == 'Default'"
            + " && c.?ports.orValue([]).all(p, !has(p.hostPort))"
            + " && size(c.?securityContext.?capabilities.?add.orValue([])) == 0)";
    // Were plain pods refused too, each of these would be undecided.
    for (DangerousShape shape : DangerousShape.values()) {
      isRefused(shape, strict);
    }
    for (DangerousShape shape : DangerousShape.values()) {
      assertThat(verdict(shape, "false").undecided()).as("nothing passes: " + shape).isTrue();
    }
  }
}
