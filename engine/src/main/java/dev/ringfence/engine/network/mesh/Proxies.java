package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.network.PortSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy stands before which pods, so that nobody who connects can go round it. A sidecar that
 * is seen in the pod, with the container that leads all that comes in to it; or the node's ztunnel,
 * where the pod is seen, or is about, to be in the ambient mesh. Only TCP comes through either.
 *
 * <p>Sources: Istio, "Resource Annotations", "Protocol Selection" (no UDP), "Ambient: traffic
 * redirection", "Application Requirements" (ports of the proxy's own).
 */
final class Proxies {

  /** What stands before pods. */
  enum Kind {
    NONE,
    SIDECAR,
    ZTUNNEL
  }

  private static final String TRAFFIC = "traffic.sidecar.istio.io/";
  static final String MODE = "istio.io/dataplane-mode";
  static final String REDIRECTED = "ambient.istio.io/redirection";

  /** Ports of the proxy's own, which are not led to it: probes, metrics. */
  private static final int[] OWN_PORTS = {15020, 15021, 15090};

  private final Cluster cluster;
  private final MeshConfiguration configuration;
  private final MeshSigns signs;
  private final Set<String> overridden = new HashSet<>();
  private final boolean ztunnelEverywhere;

  Proxies(Cluster cluster, MeshConfiguration configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
    this.signs = new MeshSigns(cluster, configuration);
    for (Cluster.Unreadable unread : cluster.unreadable()) {
      if (unread.kind().equals("EnvoyFilter") || unread.kind().equals("Sidecar")) {
        overridden.add(configuration.rootNamespace());
      }
    }
    for (MeshPolicy.ProxyChange override : cluster.meshOverrides()) {
      overridden.add(override.meta().namespace());
    }
    this.ztunnelEverywhere = runsEverywhere("ztunnel") && runsEverywhere("istio-cni-node");
  }

  /** By the tolerations and selectors of its published DaemonSets. */
  private boolean runsEverywhere(String daemonSet) {
    for (Workload workload : cluster.workloads()) {
      if (workload.meta().reference().kind().equals("DaemonSet")
          && workload.meta().name().equals(daemonSet)) {
        PodSpec template = workload.template();
        boolean anyNode =
            template.requiredNodeAffinity() == null
                && template.nodeSelector().keySet().stream().allMatch("kubernetes.io/os"::equals);
        return anyNode
            && template.tolerations().stream()
                .anyMatch(
                    each ->
                        each.key().isEmpty()
                            && (each.effect().isEmpty() || each.effect().equals("NoSchedule")));
      }
    }
    return false;
  }

  /** What stands before pods of the class, whatever node they are on. */
  Kind before(PodClass podClass) {
    if (podClass.spec().hostNetwork() || !configuration.isSeen() || isOverridden(podClass)) {
      return Kind.NONE;
    }
    if (container(podClass) != null) {
      return isLedToSidecar(podClass) ? Kind.SIDECAR : Kind.NONE;
    }
    if ("enabled".equals(podClass.spec().meshAnnotations().get(REDIRECTED))) {
      return ztunnelEverywhere ? Kind.ZTUNNEL : Kind.NONE;
    }
    // Pods that are there without the annotation are not in the mesh, whatever labels say.
    boolean written = cluster.sourceKind() == Cluster.SourceKind.MANIFESTS;
    return written && ztunnelEverywhere && isLabelledAmbient(podClass) ? Kind.ZTUNNEL : Kind.NONE;
  }

  /** Why that is what stands before pods of the class. */
  MeshSign sign(PodClass podClass) {
    return signs.before(podClass, before(podClass));
  }

  private boolean isOverridden(PodClass podClass) {
    return overridden.contains(configuration.rootNamespace())
        || overridden.contains(cluster.namespaces().get(podClass.namespace()).name());
  }

  /** The proxy's container, or null. */
  static @Nullable Container container(PodClass podClass) {
    for (Container container : podClass.spec().containers()) {
      boolean runs = container.type() == Container.Type.REGULAR || container.restartableInit();
      if (runs && container.name().equals("istio-proxy")) {
        return container;
      }
    }
    return null;
  }

  /** Either container of the injection says that packets are led to the proxy. */
  private static boolean isLedToSidecar(PodClass podClass) {
    Map<String, String> annotations = podClass.spec().meshAnnotations();
    boolean led = false;
    for (Container container : podClass.spec().containers()) {
      led |=
          container.type() == Container.Type.INIT
              && (container.name().equals("istio-init")
                  || container.name().equals("istio-validation"));
    }
    return led && !"NONE".equals(annotations.get("sidecar.istio.io/interceptionMode"));
  }

  private boolean isLabelledAmbient(PodClass podClass) {
    String own = podClass.labels().get(MODE);
    LabelSet namespace = cluster.namespaces().get(podClass.namespace()).labels();
    return own == null ? "ambient".equals(namespace.get(MODE)) : own.equals("ambient");
  }

  /** The sign of it that pods of the class may be given an identity of the mesh; else null. */
  @Nullable MeshSign identitySign(PodClass podClass) {
    return signs.identity(podClass);
  }

  /** Whether pods of the class may be given an identity of the mesh, by whatever sign of it. */
  boolean mayHaveIdentity(PodClass podClass) {
    return identitySign(podClass) != null;
  }

  /** A gateway or waypoint: a proxy with nothing led to it, which forwards what it is sent. */
  static boolean isGateway(PodClass podClass) {
    return container(podClass) != null && !isLedToSidecar(podClass);
  }

  /**
   * The ports on which what comes in meets the proxy; all TCP unless annotations leave some out.
   */
  static PortSet covered(PodClass podClass, Kind kind) {
    PortSet tcp = PortSet.of(PortSet.Protocol.TCP);
    if (kind == Kind.ZTUNNEL) {
      return tcp;
    }
    Map<String, String> annotations = podClass.spec().meshAnnotations();
    for (String name : annotations.keySet()) {
      if (name.startsWith(TRAFFIC) && name.contains("nterfaces")) {
        return PortSet.NONE; // Whole interfaces are left out; which ports come in by them is open.
      }
    }
    String included = annotations.getOrDefault(TRAFFIC + "includeInboundPorts", "*");
    PortSet covered = included.strip().equals("*") ? tcp : listed(included, PortSet.NONE);
    String excluded = annotations.getOrDefault(TRAFFIC + "excludeInboundPorts", "");
    covered = covered.minus(listed(excluded, tcp));
    for (int own : OWN_PORTS) {
      covered = covered.minus(PortSet.of(PortSet.Protocol.TCP, own));
    }
    return covered;
  }

  /** The annotations that say which ports come in without meeting a sidecar, with their values. */
  static Map<String, String> leavingOut(PodClass podClass) {
    Map<String, String> leaving = new TreeMap<>();
    podClass
        .spec()
        .meshAnnotations()
        .forEach(
            (name, value) -> {
              if (name.startsWith(TRAFFIC)
                  && (name.contains("InboundPorts") || name.contains("nterfaces"))) {
                leaving.put(name, value);
              }
            });
    return leaving;
  }

  private static PortSet listed(String text, PortSet ifUnclear) {
    PortSet ports = PortSet.NONE;
    for (String each : text.split(",", -1)) {
      if (each.strip().matches("[0-9]{1,5}")) {
        ports = ports.or(PortSet.of(PortSet.Protocol.TCP, Integer.parseInt(each.strip())));
      } else if (!each.isBlank()) {
        return ifUnclear;
      }
    }
    return ports;
  }
}
