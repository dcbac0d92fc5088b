package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.MeshPolicy.Mode;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.RuleReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Whether pods take connections without mutual TLS, by PeerAuthentications: those that select the
 * workload, else their namespace's, else the mesh's, else PERMISSIVE; a mode that is unset is the
 * wider one's. Of several of one scope the oldest holds, which is not known, so any of them may. A
 * port's own mode holds only where a Service leads to the port, unless it is the weaker one.
 *
 * <p>Source: Istio, "PeerAuthentication" and "Security: authentication policies".
 */
final class Modes {

  private final Cluster cluster;
  private final MeshConfiguration configuration;
  private final BiFunction<Service, PodClass, PortSet> servicePorts;

  Modes(
      Cluster cluster,
      MeshConfiguration configuration,
      BiFunction<Service, PodClass, PortSet> servicePorts) {
    this.cluster = cluster;
    this.configuration = configuration;
    this.servicePorts = servicePorts;
  }

  private String namespace(PodClass podClass) {
    return cluster.namespaces().get(podClass.namespace()).name();
  }

  private List<MeshPolicy.PeerAuthentication> selecting(PodClass podClass) {
    return cluster.peerAuthentications().stream()
        .filter(each -> each.meta().namespace().equals(namespace(podClass)))
        .filter(each -> each.selector() != null && each.selector().matches(podClass.labels()))
        .toList();
  }

  private Set<Mode> wide(String namespace, Set<Mode> otherwise) {
    return modes(
        cluster.peerAuthentications().stream()
            .filter(each -> each.selector() == null && each.meta().namespace().equals(namespace))
            .toList(),
        otherwise);
  }

  private static Set<Mode> modes(
      List<MeshPolicy.PeerAuthentication> policies, Set<Mode> otherwise) {
    if (policies.isEmpty()) {
      return otherwise;
    }
    Set<Mode> modes = EnumSet.noneOf(Mode.class);
    for (MeshPolicy.PeerAuthentication policy : policies) {
      Mode mode = policy.mode();
      if (mode == null) {
        modes.addAll(otherwise);
      } else {
        modes.add(mode);
      }
    }
    return modes;
  }

  /** The modes of which any may hold, by ports, which are disjoint and together all. */
  Map<PortSet, Set<Mode>> of(PodClass podClass, PortSet covered) {
    Set<Mode> mesh = wide(configuration.rootNamespace(), EnumSet.of(Mode.PERMISSIVE));
    Set<Mode> own =
        namespace(podClass).equals(configuration.rootNamespace())
            ? mesh
            : wide(namespace(podClass), mesh);
    List<MeshPolicy.PeerAuthentication> selecting = selecting(podClass);
    Set<Mode> base = modes(selecting, own);
    Map<PortSet, Set<Mode>> byPorts = new HashMap<>();
    PortSet rest = covered;
    for (int port :
        selecting.stream().flatMap(each -> each.ports().keySet().stream()).distinct().toList()) {
      PortSet one = PortSet.of(PortSet.Protocol.TCP, port).and(covered);
      if (!one.isEmpty()) {
        byPorts.put(one, atPort(port, one, selecting, base, podClass));
        rest = rest.minus(one);
      }
    }
    byPorts.put(rest, base);
    return byPorts;
  }

  private Set<Mode> atPort(
      int port,
      PortSet one,
      List<MeshPolicy.PeerAuthentication> selecting,
      Set<Mode> base,
      PodClass podClass) {
    Set<Mode> modes = EnumSet.noneOf(Mode.class);
    boolean led = isLedTo(one, podClass);
    for (MeshPolicy.PeerAuthentication policy : selecting) {
      Mode mode = policy.ports().get(port);
      if (mode != null) {
        modes.add(mode);
      }
      if (mode == null || !led) {
        modes.addAll(base);
      }
    }
    return modes;
  }

  private boolean isLedTo(PortSet port, PodClass podClass) {
    return cluster.services().stream()
        .anyMatch(service -> servicePorts.apply(service, podClass).containsAll(port));
  }

  /** The PeerAuthentications that have a say on the pods. */
  List<RuleReference> references(PodClass podClass) {
    List<RuleReference> references = new ArrayList<>();
    for (MeshPolicy.PeerAuthentication policy : cluster.peerAuthentications()) {
      String namespace = policy.meta().namespace();
      boolean wide =
          policy.selector() == null
              && (namespace.equals(namespace(podClass))
                  || namespace.equals(configuration.rootNamespace()));
      if (wide || selecting(podClass).contains(policy)) {
        references.add(
            new RuleReference(
                policy.meta(),
                "spec.mtls.mode",
                policy.mode() == null ? "unset" : policy.mode().name()));
      }
    }
    return references;
  }
}
