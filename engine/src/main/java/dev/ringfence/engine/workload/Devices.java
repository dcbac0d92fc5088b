package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which devices pods ask for: extended resources by name, claims by device class. */
public final class Devices {

  /** Stands for the devices of a claim that was not read. */
  private static final String UNKNOWN_CLASS = "class:?";

  private static final String CLASS = "class:";

  private final Cluster cluster;
  private final Map<String, DeviceKinds.DeviceClaim> claims = new HashMap<>();
  private final Map<String, DeviceKinds.DeviceClaim> templates = new HashMap<>();
  private final boolean severallyAllocated;

  private Devices(Cluster cluster) {
    this.cluster = cluster;
    for (DeviceKinds.DeviceClaim claim : cluster.deviceClaims()) {
      (claim.isTemplate() ? templates : claims)
          .put(claim.meta().namespace() + "/" + claim.meta().name(), claim);
    }
    this.severallyAllocated =
        cluster.resourceSlices().stream()
            .flatMap(slice -> slice.devices().stream())
            .anyMatch(DeviceKinds.Device::severallyAllocated);
  }

  public static Devices of(Cluster cluster) {
    return new Devices(cluster);
  }

  /** The devices of a pod of the class: resource names, and {@code class:NAME} of claims. */
  public Set<String> of(PodClass podClass) {
    if (!hasDevice(podClass.spec())) {
      return Set.of();
    }
    Set<String> devices = new TreeSet<>();
    for (Container container : podClass.spec().containers()) {
      container.limits().keySet().stream().filter(Devices::isDevice).forEach(devices::add);
    }
    for (PodSpec.DeviceClaimReference reference : podClass.spec().resourceClaims()) {
      DeviceKinds.DeviceClaim claim = claim(podClass, reference);
      if (claim == null || claim.deviceClasses().isEmpty()) {
        devices.add(UNKNOWN_CLASS);
      } else {
        claim.deviceClasses().forEach(one -> devices.add(CLASS + one));
      }
    }
    return devices;
  }

  /** Whether a claim of the pod sees devices that others use (KEP-5018). */
  public boolean hasAdministrativeAccess(PodClass podClass) {
    for (PodSpec.DeviceClaimReference reference : podClass.spec().resourceClaims()) {
      DeviceKinds.DeviceClaim claim = claim(podClass, reference);
      if (claim != null && claim.administrative()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether claims of a device may have the same one at a time: some driver offers devices to many
   * claims (KEP-5075). Which of them a class means is in its expressions, so any such device counts
   * for every class.
   */
  public boolean isSeverallyAllocated(String device) {
    return severallyAllocated && device.startsWith(CLASS);
  }

  /** Whether the API server lets claims of the namespace ask for devices in use (KEP-5018). */
  public static boolean mayBeAdministrative(Namespace namespace) {
    return "true".equals(namespace.labels().get("resource.kubernetes.io/admin-access"));
  }

  private DeviceKinds.@Nullable DeviceClaim claim(
      PodClass podClass, PodSpec.DeviceClaimReference reference) {
    return (reference.template() ? templates : claims)
        .get(cluster.namespaces().get(podClass.namespace()).name() + "/" + reference.object());
  }

  /** Whether the spec asks for any device of its node. */
  public static boolean hasDevice(PodSpec spec) {
    if (!spec.resourceClaims().isEmpty()) {
      return true;
    }
    for (Container container : spec.containers()) {
      for (String resource : container.limits().keySet()) {
        if (isDevice(resource)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Extended resources have a domain that is not Kubernetes' own. What KubeVirt's hypervisor needs
   * (kvm, tun, vhost-net) is not passed on to the guest.
   */
  public static boolean isDevice(String resource) {
    int slash = resource.indexOf('/');
    String domain = slash < 0 ? "" : resource.substring(0, slash);
    return slash > 0
        && !domain.equals("devices.kubevirt.io")
        && !domain.equals("kubernetes.io")
        && !domain.endsWith(".kubernetes.io");
  }

  /**
   * Words in the names of resources and device classes that stand for a network card, or a virtual
   * function of one, in the pod: those of the SR-IOV and RDMA device plug-ins' documents, and of
   * the clouds'. OpenShift's operator puts every one of its resources under {@code openshift.io}.
   */
  private static final List<String> NETWORK_CARDS =
      List.of(
          "sriov", "sr-iov", "rdma", "mlnx", "hostdev", "netdevice", "dpdk", "infiniband", "/efa");

  /**
   * Whether a device, as {@link #of(PodClass)} names it, is a way onto a network beside the CNI's.
   */
  public static boolean isNetworkCard(String device) {
    String name = device.toLowerCase(Locale.ROOT);
    return name.startsWith("openshift.io/") || NETWORK_CARDS.stream().anyMatch(name::contains);
  }

  /**
   * Whether several pods have one such device at a time on a node with the labels: by the
   * resource's name ({@code nvidia.com/gpu.shared}), or by what NVIDIA's feature discovery writes
   * there.
   */
  public static boolean isShared(String device, LabelSet labels) {
    if (device.endsWith(".shared") || device.endsWith("-shared")) {
      return true;
    }
    if (!device.startsWith("nvidia.com/")) {
      return false;
    }
    String strategy = labels.get("nvidia.com/gpu.sharing-strategy");
    String replicas = labels.get("nvidia.com/gpu.replicas");
    return (strategy != null && !strategy.equals("none"))
        || (replicas != null
            && !replicas.isEmpty()
            && !replicas.equals("1")
            && !replicas.equals("0"));
  }
}
