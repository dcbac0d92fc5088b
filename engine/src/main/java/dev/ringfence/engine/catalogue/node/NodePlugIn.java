package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Devices;
import dev.ringfence.engine.workload.HostPaths;
import dev.ringfence.engine.workload.PodPowers;
import java.util.EnumSet;
import java.util.Set;

/**
 * S4. A pod whose volumes, devices or network a privileged plug-in of the node sets up → {@code
 * deputy} of that plug-in → the node: what it takes in from the pod (a file system that it checks
 * and mounts, attributes, annotations) is its interface. A plug-in is told by the folder of the
 * node that it has: the kubelet's for storage and devices, the CNI's for the network. What listens
 * on the network is N1b's, what reads logs N1c's.
 *
 * <p>Source: Kubernetes documentation, "Device Plugins", "Network Plugins"; CSI's deployment guide.
 */
final class NodePlugIn implements Row {

  /** What a plug-in serves, by where its sockets and files are. */
  private enum Service {
    STORAGE("/var/lib/kubelet/plugins"),
    DEVICES("/var/lib/kubelet/device-plugins"),
    NETWORK("/opt/cni/bin");

    private final String folder;

    Service(String folder) {
      this.folder = folder;
    }
  }

  @Override
  public String id() {
    return "S4";
  }

  @Override
  public String title() {
    return "exploits a plug-in of its node";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int[] there = landscape.placement().podClassesOn(nodeClass);
      for (int plugIn : there) {
        PodClass one = landscape.cluster().podClasses().get(plugIn);
        for (Service service : services(landscape.workloads().powers(one))) {
          int deputy = steps.boundary(Boundaries.deputy(name(one)));
          steps
              .to(facts.node(nodeClass))
              .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
              .breaking(deputy)
              .add();
          for (int client : there) {
            if (client != plugIn && uses(landscape.cluster().podClasses().get(client), service)) {
              steps
                  .to(facts.node(nodeClass))
                  .from(facts.codeOn(client, nodeClass))
                  .breaking(deputy)
                  .add();
            }
          }
        }
      }
    }
  }

  private static String name(PodClass plugIn) {
    String image = plugIn.spec().containers().getFirst().imageRepository();
    return image.isEmpty() ? plugIn.spec().serviceAccountName() : image;
  }

  /** A plug-in that holds no power over its node is none to exploit for it. */
  private static Set<Service> services(PodPowers powers) {
    Set<Service> services = EnumSet.noneOf(Service.class);
    for (Service service : Service.values()) {
      if (powers.hostMounts().stream()
          .anyMatch(
              mount -> !mount.readOnly() && HostPaths.overlaps(mount.path(), service.folder))) {
        services.add(service);
      }
    }
    return services;
  }

  /** Pods that are there chose their network before; only new ones bring annotations. */
  private static boolean uses(PodClass client, Service service) {
    return switch (service) {
      case STORAGE ->
          client.spec().volumes().stream()
              .anyMatch(volume -> volume instanceof Volume.Claim || volume instanceof Volume.Csi);
      case DEVICES -> Devices.hasDevice(client.spec());
      case NETWORK -> false;
    };
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    int nodeClass = facts.a(step.conclusion());
    for (int plugIn : landscape.placement().podClassesOn(nodeClass)) {
      PodPowers powers = landscape.workloads().powers(landscape.cluster().podClasses().get(plugIn));
      if (!services(powers).isEmpty()) {
        powers.hostMounts().stream()
            .filter(mount -> !mount.readOnly())
            .findFirst()
            .ifPresent(
                mount -> PodEvidence.add(landscape, plugIn, mount.field(), mount.path(), evidence));
        PodEvidence.addPlace(landscape, plugIn, nodeClass, evidence);
        return;
      }
    }
  }
}
