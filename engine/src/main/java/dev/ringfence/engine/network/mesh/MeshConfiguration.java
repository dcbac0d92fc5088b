package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the mesh as a whole is told. Source: Istio, "Global Mesh Options" ({@code rootNamespace},
 * {@code trustDomain}).
 *
 * @param rootNamespace whose policies hold everywhere; empty where no control plane is seen, which
 *     could tell proxies of any policy
 * @param trustDomain the first part of every identity; null where it is not known
 */
record MeshConfiguration(String rootNamespace, @Nullable String trustDomain) {

  private static final Pattern ROOT =
      Pattern.compile("(?m)^\\s*rootNamespace:\\s*\"?([a-z0-9-]+)\"?\\s*$");
  private static final Pattern TRUST =
      Pattern.compile("(?m)^\\s*trustDomain:\\s*\"?([A-Za-z0-9.-]+)\"?\\s*$");

  static MeshConfiguration of(Cluster cluster) {
    String controlPlane = controlPlaneNamespace(cluster);
    if (controlPlane == null) {
      return new MeshConfiguration("", null);
    }
    for (Policies.ConfigMap map : cluster.configMaps()) {
      String mesh = map.data().get("mesh");
      if (map.meta().name().equals("istio")
          && map.meta().namespace().equals(controlPlane)
          && mesh != null) {
        Matcher root = ROOT.matcher(mesh);
        Matcher trust = TRUST.matcher(mesh);
        return new MeshConfiguration(
            root.find() ? root.group(1) : controlPlane,
            trust.find() ? trust.group(1) : "cluster.local");
      }
    }
    return new MeshConfiguration(controlPlane, null);
  }

  /** Where istiod runs, by its image or its label; null where none is seen. */
  private static @Nullable String controlPlaneNamespace(Cluster cluster) {
    for (PodClass podClass : cluster.podClasses()) {
      if (isControlPlane(podClass)) {
        return cluster.namespaces().get(podClass.namespace()).name();
      }
    }
    return null;
  }

  /** Whether pods are istiod's: its binary is in the image {@code pilot}. */
  static boolean isControlPlane(PodClass podClass) {
    for (Container container : podClass.spec().containers()) {
      if (container.type() == Container.Type.REGULAR
          && container.imageRepository().endsWith("/pilot")) {
        return true;
      }
    }
    return false;
  }

  boolean isSeen() {
    return !rootNamespace.isEmpty();
  }
}
