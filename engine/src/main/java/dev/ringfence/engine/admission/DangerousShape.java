package dev.ringfence.engine.admission;

/**
 * Shapes of pods that a step of the catalogue asks for; {@link ShapeSpecs} has a minimal spec each.
 */
public enum DangerousShape {
  PRIVILEGED("spec.containers[0].securityContext.privileged", "true"),
  CAPABILITY("spec.containers[0].securityContext.capabilities.add", "SYS_ADMIN"),
  DEBUGGER("spec.hostPID", "true, with capability SYS_PTRACE"),
  HOST_PID("spec.hostPID", "true"),
  HOST_IPC("spec.hostIPC", "true"),
  HOST_NETWORK("spec.hostNetwork", "true"),
  HOST_PATH("spec.volumes[0].hostPath.path", "/"),
  HOST_PATH_READ_ONLY("spec.containers[0].volumeMounts[0]", "hostPath / read-only"),
  HOST_LOGS("spec.containers[0].volumeMounts[0]", "hostPath /var/log/pods read-only"),
  RUNTIME_SOCKET("spec.volumes[0].hostPath.path", "/run/containerd/containerd.sock"),
  UNMASKED_PROC("spec.containers[0].securityContext.procMount", "Unmasked"),
  HOST_PROCESS("spec.securityContext.windowsOptions.hostProcess", "true"),
  HOST_PORT("spec.containers[0].ports[0].hostPort", "10080"),
  NETWORK_VOLUME("spec.volumes[0].nfs", "another's server and path");

  private final String field;
  private final String value;

  DangerousShape(String field, String value) {
    this.field = field;
    this.value = value;
  }

  /** The field of the made-up pod that makes the shape. */
  public String field() {
    return field;
  }

  /** Its value. */
  public String value() {
    return value;
  }
}
