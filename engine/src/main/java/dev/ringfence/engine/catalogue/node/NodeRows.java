package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Row;
import java.util.List;

/**
 * The rows of these rooms, in the catalogue's order. Three rows of the catalogue have no class of
 * their own: E9 grades {@code kernel} and adds no step; E20 needs none, because the pod, not the
 * container, is what code runs in; E25 is E13 with the rights of the pods that it reaches.
 */
public final class NodeRows {

  private NodeRows() {}

  /** Every row. */
  public static List<Row> all() {
    return List.of(
        new PlacementPlumbing(),
        new KeptOnNode(),
        new CraftedPlacement(),
        new BoundPod(),
        new AdmittedShape(),
        new PrivilegedContainer(),
        new HostProcess(),
        new NodeCapability(),
        new Debugger(),
        new DisturbingCapability(),
        new HostNamespaces(),
        new WritableHostPath(),
        new LocalDisk(),
        new ReadableHostPath(),
        new RuntimeSocket(),
        new KernelSettings(),
        new LogSymlink(),
        new Escape(),
        new UserNamespaceEscape(),
        new SandboxEscape(),
        new NodeToPods(),
        new NodeIdentity(),
        new LuredPods(),
        new ControlPlaneNode(),
        new OpenEtcd(),
        new KubeletApi(),
        new CachedImage(),
        new SideChannel(),
        new ChosenImage(),
        new NodeAsPlace(),
        new SharedDevice(),
        new NetworkCard(),
        new VolumeOfNode(),
        new SharedVolume(),
        new DriverParameters(),
        new NodePlugIn(),
        new MissingQuota(),
        new UncountedObjects(),
        new ScalingRights(),
        new GrownWorkload(),
        new Preemption(),
        new ScaledPreemption(),
        new SharedPriorityLevel(),
        new NodeContention(),
        new SharedService());
  }
}
