package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the namespaces of the trusted base: Kubernetes' own, and those of the enforcer, storage and
 * ingress controllers that run there.
 *
 * <p>An image's name alone proves nothing: a pod is believed to be such a controller only where it
 * could act as one, by a host mount or the host's network, or by a cluster-wide grant. An ingress
 * controller needs the grant: one that serves its own namespace is its tenant's. The namespace
 * {@code default} is nobody's by this rule, since anything may have been put there by accident.
 */
final class PlatformNamespaces {

  private final Cluster cluster;
  private final Set<String> grantedClusterWide = new HashSet<>();

  private PlatformNamespaces(Cluster cluster) {
    this.cluster = cluster;
    for (Rbac.Binding binding : cluster.bindings()) {
      if (binding.isClusterRoleBinding()) {
        for (Rbac.Subject subject : binding.subjects()) {
          if (subject.kind() == Rbac.SubjectKind.SERVICE_ACCOUNT) {
            grantedClusterWide.add(subject.namespace() + "/" + subject.name());
          }
        }
      }
    }
  }

  /** The namespaces by index, each with the reason. */
  static Map<Integer, String> of(Cluster cluster) {
    return new PlatformNamespaces(cluster).find();
  }

  private Map<Integer, String> find() {
    Map<Integer, String> reasons = new TreeMap<>();
    for (int index = 0; index < cluster.namespaces().size(); index++) {
      String reason = byName(cluster.namespaces().get(index));
      if (reason != null) {
        reasons.put(index, reason);
      }
    }
    for (PodClass podClass : cluster.podClasses()) {
      String namespace = cluster.namespaces().get(podClass.namespace()).name();
      if (!reasons.containsKey(podClass.namespace()) && !namespace.equals("default")) {
        String reason = byController(podClass, namespace);
        if (reason != null) {
          reasons.put(podClass.namespace(), reason);
        }
      }
    }
    return reasons;
  }

  private static @Nullable String byName(Namespace namespace) {
    String name = namespace.name();
    if (name.startsWith("kube-")) {
      return "the prefix kube- is reserved for Kubernetes itself";
    }
    if (name.equals("openshift") || name.startsWith("openshift-")) {
      return "the prefix openshift- is reserved for OpenShift's own components";
    }
    return null;
  }

  private @Nullable String byController(PodClass podClass, String namespace) {
    PodSpec spec = podClass.spec();
    boolean granted = grantedClusterWide.contains(namespace + "/" + spec.serviceAccountName());
    boolean onHost =
        spec.hostNetwork() || spec.volumes().stream().anyMatch(Volume.HostPath.class::isInstance);
    for (Container container : spec.containers()) {
      if (container.type() != Container.Type.REGULAR) {
        continue;
      }
      String repository = container.imageRepository();
      for (WellKnownController controller : WellKnownController.ALL) {
        boolean able =
            controller.role() == WellKnownController.Role.INGRESS ? granted : granted || onHost;
        if (able && controller.owns(repository)) {
          return cluster.pods().topmost(podClass.example())
              + " runs "
              + controller.product()
              + ", a "
              + controller.role().word()
              + " controller ("
              + repository
              + (granted ? ", bound cluster-wide)" : ", on the host)");
        }
      }
    }
    return null;
  }
}
