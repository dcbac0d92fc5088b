package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What containers, volumes and runtimes give away, by pod class. */
public final class Workloads {

  private static final Set<String> FILE_TYPES =
      Set.of("File", "FileOrCreate", "Socket", "CharDevice", "BlockDevice");

  private final Map<String, String> hostPathOfClaim = new HashMap<>();
  private final Map<String, Policies.PersistentVolume> diskOfClaim = new HashMap<>();
  private final Map<String, Policies.RuntimeClass> runtimeClasses = new HashMap<>();
  private final PodPowers[] powers;

  private Workloads(Cluster cluster) {
    Map<String, String> hostPathOfVolume = new HashMap<>();
    Map<String, Policies.PersistentVolume> disks = new HashMap<>();
    for (Policies.PersistentVolume volume : cluster.persistentVolumes()) {
      String path = volume.hostPath();
      boolean local = volume.sourceType().equals("local");
      if (volume.nodeDisk() != null) {
        disks.put(volume.meta().name(), volume);
      } else if (path != null
          && (!local || HostPaths.volumeGivesNode(HostPaths.normalise(path, ""), true))) {
        hostPathOfVolume.put(volume.meta().name(), path);
      }
    }
    for (Policies.PersistentVolumeClaim claim : cluster.persistentVolumeClaims()) {
      String name = claim.meta().namespace() + "/" + claim.meta().name();
      String path = hostPathOfVolume.get(claim.volumeName());
      if (path != null) {
        hostPathOfClaim.put(name, path);
      }
      Policies.PersistentVolume disk = disks.get(claim.volumeName());
      if (disk != null) {
        diskOfClaim.put(name, disk);
      }
    }
    for (Policies.RuntimeClass runtimeClass : cluster.runtimeClasses()) {
      runtimeClasses.put(runtimeClass.meta().name(), runtimeClass);
    }
    this.powers = new PodPowers[cluster.podClasses().size()];
    for (PodClass podClass : cluster.podClasses()) {
      String namespace = cluster.namespaces().get(podClass.namespace()).name();
      powers[podClass.id()] = powers(podClass.spec(), namespace);
    }
  }

  public static Workloads of(Cluster cluster) {
    return new Workloads(cluster);
  }

  /** What the pods of a class give to whoever runs code in them. */
  public PodPowers powers(PodClass podClass) {
    return powers[podClass.id()];
  }

  /** The runtime that a RuntimeClass of this name chooses; the kernel alone where there is none. */
  public Runtime runtime(@Nullable String runtimeClassName) {
    if (runtimeClassName == null) {
      return Runtime.DEFAULT;
    }
    Policies.RuntimeClass runtimeClass = runtimeClasses.get(runtimeClassName);
    return runtimeClass == null
        ? new Runtime(Runtime.Kind.KERNEL, "", runtimeClassName, false)
        : Runtime.ofHandler(runtimeClass.handler());
  }

  /** Whether a node runs pods of a runtime, by what its kubelet lists. */
  public enum Support {
    YES,
    NO,
    /** The kubelet lists nothing. */
    UNKNOWN
  }

  /** Whether the node has the handler; a pod whose handler it lacks cannot start there. */
  public static Support hasHandler(Node node, Runtime runtime) {
    if (node.runtimeHandlers().isEmpty()) {
      return Support.UNKNOWN;
    }
    return find(node, runtime.handler()) == null && !runtime.handler().isEmpty()
        ? Support.NO
        : Support.YES;
  }

  /** Whether the node's handler supports user namespaces (KEP-127). */
  public static Support hasUserNamespaces(Node node, Runtime runtime) {
    if (node.runtimeHandlers().isEmpty()) {
      return Support.UNKNOWN;
    }
    Node.RuntimeHandler handler = find(node, runtime.handler());
    return handler != null && handler.userNamespaces() ? Support.YES : Support.NO;
  }

  /** Whether the node's handler makes mounts read-only all the way down (KEP-3857). */
  public static boolean hasRecursiveReadOnly(Node node, Runtime runtime) {
    Node.RuntimeHandler handler = find(node, runtime.handler());
    return handler != null && handler.recursiveReadOnly();
  }

  private static Node.@Nullable RuntimeHandler find(Node node, String handler) {
    for (Node.RuntimeHandler candidate : node.runtimeHandlers()) {
      if (candidate.name().equals(handler)) {
        return candidate;
      }
    }
    return null;
  }

  /** What a spec in a namespace gives. */
  public PodPowers powers(PodSpec spec, String namespace) {
    List<Container> privileged = new ArrayList<>();
    List<PodPowers.CapabilityGrant> capabilities = new ArrayList<>();
    List<PodPowers.CapabilityGrant> disturbing = new ArrayList<>();
    List<PodPowers.CapabilityGrant> realTime = new ArrayList<>();
    List<Container> unmasked = new ArrayList<>();
    boolean hostProcess = isHostProcess(spec.securityContext().windows());
    boolean readsNetwork = false;
    for (Container container : spec.containers()) {
      if (container.securityContext().isPrivileged()) {
        privileged.add(container);
      }
      add(container, LinuxCapability.givingNode(container, spec.hostPID()), capabilities);
      add(container, LinuxCapability.disturbingNode(container, spec.hostNetwork()), disturbing);
      add(container, LinuxCapability.givingRealTime(container), realTime);
      if ("Unmasked".equals(container.securityContext().procMount())
          && mayBeRoot(spec, container)) {
        unmasked.add(container);
      }
      hostProcess |= isHostProcess(container.securityContext().windows());
      readsNetwork |= LinuxCapability.readsNetwork(container);
    }
    return new PodPowers(
        spec.runtimeClassName(),
        runtime(spec.runtimeClassName()).around(spec),
        Boolean.FALSE.equals(spec.hostUsers())
            && !spec.hostPID()
            && !spec.hostIPC()
            && !spec.hostNetwork(),
        spec.hostPID(),
        spec.hostPID() && spec.containers().stream().anyMatch(one -> mayBeRoot(spec, one)),
        spec.hostIPC(),
        spec.hostNetwork(),
        privileged,
        capabilities,
        disturbing,
        realTime,
        unmasked,
        hostProcess,
        readsNetwork,
        hostMounts(spec, namespace),
        hostDisks(spec, namespace));
  }

  private static void add(
      Container container, List<String> written, List<PodPowers.CapabilityGrant> grants) {
    written.forEach(one -> grants.add(new PodPowers.CapabilityGrant(container, one)));
  }

  private static boolean isHostProcess(PodSecurityContext.@Nullable WindowsOptions windows) {
    return windows != null && Boolean.TRUE.equals(windows.hostProcess());
  }

  /** An image may bring user 0 unless something forbids it. */
  private static boolean mayBeRoot(PodSpec spec, Container container) {
    Long user = container.securityContext().runAsUser();
    if (user == null) {
      user = spec.securityContext().runAsUser();
    }
    Boolean nonRoot = container.securityContext().runAsNonRoot();
    if (nonRoot == null) {
      nonRoot = spec.securityContext().runAsNonRoot();
    }
    return user == null ? !Boolean.TRUE.equals(nonRoot) : user == 0;
  }

  private List<HostMount> hostMounts(PodSpec spec, String namespace) {
    List<HostMount> mounts = new ArrayList<>();
    for (Volume volume : spec.volumes()) {
      String path = null;
      boolean persistent = false;
      boolean readOnly = false;
      if (volume instanceof Volume.HostPath hostPath) {
        path = hostPath.path();
      } else if (volume instanceof Volume.Claim claim) {
        path = hostPathOfClaim.get(namespace + "/" + claim.claimName());
        persistent = true;
        readOnly = claim.readOnly();
      }
      if (path != null) {
        addMounts(spec, volume.name(), path, readOnly, isFile(volume), persistent, mounts);
      }
    }
    return mounts;
  }

  private List<HostDisk> hostDisks(PodSpec spec, String namespace) {
    List<HostDisk> disks = new ArrayList<>(0);
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Claim claim) {
        Policies.PersistentVolume disk = diskOfClaim.get(namespace + "/" + claim.claimName());
        String device = disk == null ? null : disk.nodeDisk();
        for (Container container : spec.containers()) {
          for (Container.Mount mount : container.mounts()) {
            if (device != null && mount.volume().equals(volume.name())) {
              boolean readOnly = claim.readOnly() || mount.readOnly();
              disks.add(new HostDisk(container, volume.name(), device, readOnly, mount.device()));
            }
          }
        }
      }
    }
    return disks;
  }

  /** By what the kubelet checks before it mounts a hostPath. */
  private static boolean isFile(Volume volume) {
    return volume instanceof Volume.HostPath hostPath && FILE_TYPES.contains(hostPath.pathType());
  }

  private static void addMounts(
      PodSpec spec,
      String volume,
      String path,
      boolean volumeReadOnly,
      boolean file,
      boolean persistent,
      List<HostMount> mounts) {
    for (Container container : spec.containers()) {
      for (Container.Mount mount : container.mounts()) {
        if (mount.volume().equals(volume) && !mount.device()) {
          mounts.add(
              new HostMount(
                  container,
                  volume,
                  HostPaths.normalise(path, mount.subPath()),
                  mount.readOnly() || volumeReadOnly,
                  mount.recursiveReadOnly(),
                  file,
                  persistent));
        }
      }
    }
  }
}
