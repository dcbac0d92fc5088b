package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Container;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's spec gives to whoever runs code in it.
 *
 * @param runtimeClassName null where the pod has none
 * @param runtime by the handler of the pod's RuntimeClass
 * @param wantsUserNamespace {@code hostUsers: false} and no host namespace, which would forbid it
 * @param hostPidAsRoot hostPID, and a container that may run as root
 * @param privileged containers that are
 * @param capabilities capabilities as good as root on the node
 * @param disturbing capabilities that stop others on the node
 * @param realTime capabilities that make a limit on processor time bound nothing
 * @param unmaskedProc containers with procMount Unmasked that may run as root
 * @param hostProcess whether the pod or a container is a HostProcess one of Windows
 * @param readsNetwork whether a container may read all that passes its network namespace
 */
public record PodPowers(
    @Nullable String runtimeClassName,
    Runtime runtime,
    boolean wantsUserNamespace,
    boolean hostPid,
    boolean hostPidAsRoot,
    boolean hostIpc,
    boolean hostNetwork,
    List<Container> privileged,
    List<CapabilityGrant> capabilities,
    List<CapabilityGrant> disturbing,
    List<CapabilityGrant> realTime,
    List<Container> unmaskedProc,
    boolean hostProcess,
    boolean readsNetwork,
    List<HostMount> hostMounts,
    List<HostDisk> hostDisks) {

  /** A capability as written in one container. */
  public record CapabilityGrant(Container container, String written) {}

  public PodPowers {
    privileged = List.copyOf(privileged);
    capabilities = List.copyOf(capabilities);
    disturbing = List.copyOf(disturbing);
    realTime = List.copyOf(realTime);
    unmaskedProc = List.copyOf(unmaskedProc);
    hostMounts = List.copyOf(hostMounts);
    hostDisks = List.copyOf(hostDisks);
  }

  /** Whether the spec gives privileges that a user namespace or a guest confines. */
  public boolean hasPrivileges() {
    return !privileged.isEmpty() || !capabilities.isEmpty() || !unmaskedProc.isEmpty();
  }
}
