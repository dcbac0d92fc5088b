package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which objects are bound to which node by its pods: {@code AddPod} and {@code AddPV} of the Node
 * authorizer's graph. The token of a pod's service account belongs to it, mounted or not. Secrets
 * that volume sources of old kinds name are not known, nor those of persistent volumes.
 */
final class NodeGraph {

  private final Map<String, Set<String>> objectsOfNode = new HashMap<>();

  private NodeGraph() {}

  static NodeGraph of(Cluster cluster) {
    NodeGraph graph = new NodeGraph();
    Map<String, String> volumeOfClaim = new HashMap<>();
    for (Policies.PersistentVolume volume : cluster.persistentVolumes()) {
      if (volume.claim() != null) {
        volumeOfClaim.put(
            volume.claim().namespace() + "/" + volume.claim().name(), volume.meta().name());
      }
    }
    Pods pods = cluster.pods();
    for (int pod = 0; pod < pods.count(); pod++) {
      String pinned = pods.spec(pod).nodeName();
      String node = pods.node(pod) >= 0 ? cluster.nodes().get(pods.node(pod)).name() : pinned;
      if (node != null) {
        String namespace = cluster.namespaces().get(pods.namespace(pod)).name();
        graph.add(node, namespace, pods.name(pod), pods.spec(pod), volumeOfClaim);
      }
    }
    return graph;
  }

  private void add(
      String node, String namespace, String pod, PodSpec spec, Map<String, String> volumeOfClaim) {
    Set<String> objects = objectsOfNode.computeIfAbsent(node, name -> new HashSet<>());
    objects.add(key("pods", namespace, pod));
    objects.add(key("serviceaccounts", namespace, spec.serviceAccountName()));
    spec.imagePullSecrets().forEach(name -> objects.add(key("secrets", namespace, name)));
    for (Container container : spec.containers()) {
      container.secretReferences().forEach(name -> objects.add(key("secrets", namespace, name)));
      container
          .configMapReferences()
          .forEach(name -> objects.add(key("configmaps", namespace, name)));
    }
    for (Volume volume : spec.volumes()) {
      switch (volume) {
        case Volume.Projected projected -> {
          projected.secrets().forEach(name -> objects.add(key("secrets", namespace, name)));
          projected.configMaps().forEach(name -> objects.add(key("configmaps", namespace, name)));
        }
        case Volume.Csi csi -> {
          String secret = csi.secret();
          if (secret != null) {
            objects.add(key("secrets", namespace, secret));
          }
        }
        case Volume.Claim claim -> claim(objects, namespace, claim.claimName(), volumeOfClaim);
        case Volume.Ephemeral own ->
            claim(objects, namespace, own.of(pod).claimName(), volumeOfClaim);
        case Volume.HostPath hostPath -> {}
        case Volume.Remote remote -> {}
        case Volume.Other other -> {}
      }
    }
    // A claim template's claims have names of their own, which are not known.
    spec.resourceClaims()
        .forEach(claim -> objects.add(key("resourceclaims", namespace, claim.object())));
  }

  private static void claim(
      Set<String> objects, String namespace, String name, Map<String, String> volumeOfClaim) {
    objects.add(key("persistentvolumeclaims", namespace, name));
    String volume = volumeOfClaim.get(namespace + "/" + name);
    if (volume != null) {
      objects.add(key("persistentvolumes", "", volume));
    }
  }

  private static String key(String resource, String namespace, String name) {
    return resource + "/" + namespace + "/" + name;
  }

  boolean isBound(String node, String resource, String namespace, String name) {
    return objectsOfNode.getOrDefault(node, Set.of()).contains(key(resource, namespace, name));
  }
}
