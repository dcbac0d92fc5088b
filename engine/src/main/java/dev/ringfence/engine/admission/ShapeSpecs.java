package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For each dangerous shape the pod that has it and is otherwise as strict as the restricted level
 * asks, so that whatever refuses it refuses the shape.
 */
public final class ShapeSpecs {

  private ShapeSpecs() {}

  /** The least pod of a shape. */
  public static PodSpec of(DangerousShape shape) {
    return switch (shape) {
      case PRIVILEGED -> pod(container(Boolean.TRUE, List.of(), null, 0, null));
      case CAPABILITY -> pod(container(null, List.of("SYS_ADMIN"), null, 0, null));
      case DEBUGGER ->
          pod(container(null, List.of("SYS_PTRACE"), null, 0, null), true, false, false);
      case HOST_PID -> pod(strict(), true, false, false);
      case HOST_IPC -> pod(strict(), false, true, false);
      case HOST_NETWORK -> pod(strict(), false, false, true);
      case HOST_PATH -> mounting("/", false);
      case HOST_PATH_READ_ONLY -> mounting("/", true);
      case HOST_LOGS -> mounting("/var/log/pods", true);
      case RUNTIME_SOCKET -> mounting("/run/containerd/containerd.sock", true);
      case UNMASKED_PROC -> pod(container(null, List.of(), "Unmasked", 0, null));
      case HOST_PROCESS ->
          spec(
              strict(),
              List.of(),
              true,
              false,
              false,
              "windows",
              new PodSecurityContext.WindowsOptions(true));
      case HOST_PORT -> pod(container(null, List.of(), null, 10080, null));
      case NETWORK_VOLUME ->
          mounting(new Volume.Remote("host", "nfs", "server=files.example path=/", false), false);
    };
  }

  /** A pod that has none of the shapes. */
  static PodSpec plain() {
    return pod(strict());
  }

  private static Container strict() {
    return container(null, List.of(), null, 0, null);
  }

  private static PodSpec pod(Container container) {
    return pod(container, false, false, false);
  }

  private static PodSpec pod(
      Container container, boolean hostPid, boolean hostIpc, boolean hostNetwork) {
    return spec(container, List.of(), hostNetwork, hostPid, hostIpc, null, null);
  }

  private static PodSpec mounting(String path, boolean readOnly) {
    return mounting(new Volume.HostPath("host", path, ""), readOnly);
  }

  private static PodSpec mounting(Volume volume, boolean readOnly) {
    return spec(
        container(
            null, List.of(), null, 0, new Container.Mount("host", "/host", "", readOnly, null)),
        List.of(volume),
        false,
        false,
        false,
        null,
        null);
  }

  private static Container container(
      @Nullable Boolean privileged,
      List<String> capabilities,
      @Nullable String procMount,
      int hostPort,
      Container.@Nullable Mount mount) {
    Container.SecurityContext security =
        new Container.SecurityContext(
            privileged,
            // The API server refuses false beside privileges that would make it moot.
            (privileged == null && !capabilities.contains("SYS_ADMIN")) ? Boolean.FALSE : null,
            null,
            null,
            null,
            capabilities,
            List.of("ALL"),
            procMount,
            null,
            null,
            null,
            null);
    return new Container(
        Container.Type.REGULAR,
        "main",
        "registry.example/any",
        "Always",
        security,
        hostPort == 0 ? List.of() : List.of(new Container.Port("", hostPort, "TCP", hostPort, "")),
        mount == null ? List.of() : List.of(mount),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        false);
  }

  private static PodSpec spec(
      Container container,
      List<Volume> volumes,
      boolean hostNetwork,
      boolean hostPid,
      boolean hostIpc,
      @Nullable String operatingSystem,
      PodSecurityContext.@Nullable WindowsOptions windows) {
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.hostNetwork = hostNetwork;
    spec.hostPID = hostPid;
    spec.hostIPC = hostIpc;
    spec.operatingSystem = operatingSystem;
    spec.securityContext =
        new PodSecurityContext(
            null,
            true,
            new PodSecurityContext.Profile("RuntimeDefault", null),
            null,
            null,
            Map.of(),
            windows);
    spec.containers = List.of(container);
    spec.volumes = volumes;
    return spec.build();
  }
}
