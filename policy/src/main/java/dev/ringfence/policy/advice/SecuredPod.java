package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import java.util.List;

/**
 * What a pattern's defaults write into a pod that leaves it out, so that Pod Security's restricted
 * level takes it. What a pod says itself stays: who asks for more is refused.
 */
public final class SecuredPod {

  private SecuredPod() {}

  /** The pod with what it left out. */
  static PodSpec of(PodSpec spec) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    secure(edit);
    return edit.build();
  }

  /** Writes it into a pod; into one of Windows nothing, which has none of it. */
  public static void secure(PodSpecEdit edit) {
    if ("windows".equals(edit.operatingSystem)) {
      return;
    }
    PodSecurityContext pod = edit.securityContext;
    edit.securityContext =
        new PodSecurityContext(
            pod.runAsUser(),
            pod.runAsNonRoot() == null ? Boolean.TRUE : pod.runAsNonRoot(),
            pod.seccomp() == null
                ? new PodSecurityContext.Profile("RuntimeDefault", null)
                : pod.seccomp(),
            pod.appArmor(),
            pod.seLinux(),
            pod.sysctls(),
            pod.windows());
    edit.containers =
        edit.containers.stream()
            .map(one -> one.type() == Container.Type.EPHEMERAL ? one : secured(one))
            .toList();
  }

  private static Container secured(Container container) {
    Container.SecurityContext own = container.securityContext();
    Container.SecurityContext secured =
        new Container.SecurityContext(
            own.privileged(),
            (own.allowPrivilegeEscalation() == null && !own.isPrivileged())
                ? Boolean.FALSE
                : own.allowPrivilegeEscalation(),
            own.readOnlyRootFilesystem() == null ? Boolean.TRUE : own.readOnlyRootFilesystem(),
            own.runAsNonRoot(),
            own.runAsUser(),
            own.addedCapabilities(),
            own.droppedCapabilities().isEmpty() ? List.of("ALL") : own.droppedCapabilities(),
            own.procMount(),
            own.seccomp(),
            own.appArmor(),
            own.seLinux(),
            own.windows());
    return container.withSecurityContext(secured);
  }
}
