package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: HostProcess containers, which have privileged access to the Windows node, are
 * disallowed.
 *
 * <p>Restricted fields: securityContext.windowsOptions.hostProcess of the pod and of every
 * container. Allowed values: undefined, false.
 */
final class WindowsHostProcess {

  static final Check CHECK =
      Check.baseline("windowsHostProcess", Check.since(0, WindowsHostProcess::check));

  private WindowsHostProcess() {}

  private static @Nullable Refusal check(PodSpec spec) {
    List<String> bad =
        Wording.offenders(spec, container -> isHostProcess(container.securityContext().windows()));
    String setters = Wording.setters(isHostProcess(spec.securityContext().windows()), bad);
    return setters.isEmpty()
        ? null
        : new Refusal(
            "hostProcess",
            setters + " must not set securityContext.windowsOptions.hostProcess=true");
  }

  private static boolean isHostProcess(PodSecurityContext.@Nullable WindowsOptions windows) {
    return windows != null && Boolean.TRUE.equals(windows.hostProcess());
  }
}
