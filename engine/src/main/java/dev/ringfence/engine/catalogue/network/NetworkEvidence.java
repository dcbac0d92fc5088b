package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.RuleReference;
import dev.ringfence.engine.network.mesh.Mesh;
import dev.ringfence.engine.network.mesh.MeshSign;
import java.util.List;
import java.util.Objects;

/** Evidence that several network rows give. */
final class NetworkEvidence {

  private final Landscape landscape;
  private final EvidenceSink evidence;

  NetworkEvidence(Landscape landscape, EvidenceSink evidence) {
    this.landscape = landscape;
    this.evidence = evidence;
  }

  /** A field of the pod spec of a class, or of the namespace in which a crafted pod would be. */
  void pod(int podClass, String field, String value) {
    if (landscape.facts().isCrafted(podClass)) {
      Namespace namespace = landscape.cluster().namespaces().get(landscape.namespaceOf(podClass));
      evidence.add(namespace.meta(), field, value);
      return;
    }
    int pod = landscape.cluster().podClasses().get(podClass).example();
    evidence.add(
        landscape.cluster().pods().topmost(pod),
        landscape.cluster().pods().origin(pod),
        landscape.cluster().pods().specPath(pod) + (field.isEmpty() ? "" : "." + field),
        value);
  }

  /** What shows whether pods of a class are in the mesh. */
  void mesh(int podClass, MeshSign sign) {
    switch (sign.place()) {
      case SPEC -> pod(podClass, sign.field(), sign.value());
      case ANNOTATION -> annotation(podClass, sign.field(), sign.value());
      case LABEL -> metadata(podClass, "labels", sign.field(), sign.value());
      case NAMESPACE_LABEL ->
          evidence.add(
              landscape.cluster().namespaces().get(landscape.namespaceOf(podClass)).meta(),
              "metadata.labels[" + sign.field() + "]",
              sign.value());
      case OTHER_OBJECT ->
          evidence.add(Objects.requireNonNull(sign.object()), sign.field(), sign.value());
    }
  }

  /**
   * Why no proxy of a mesh closes pods of a class that its policies are about: for want of a proxy,
   * or because they let through all the same.
   */
  void unguarded(int podClass) {
    Mesh mesh = landscape.network().mesh();
    if (landscape.facts().isCrafted(podClass)) {
      return;
    }
    PodClass pods = landscape.cluster().podClasses().get(podClass);
    if (mesh.isMeant(pods)) {
      mesh(podClass, mesh.sign(pods));
      if (mesh.isProxied(pods)) {
        pod(podClass, "", "no policy of the mesh closes a port of it to anybody");
      }
    }
  }

  /** An annotation of the pods of a class, which stands beside their spec. */
  void annotation(int podClass, String name, String value) {
    metadata(podClass, "annotations", name, value);
  }

  private void metadata(int podClass, String field, String name, String value) {
    int pod = landscape.cluster().podClasses().get(podClass).example();
    String spec = landscape.cluster().pods().specPath(pod);
    evidence.add(
        landscape.cluster().pods().topmost(pod),
        landscape.cluster().pods().origin(pod),
        spec.substring(0, spec.length() - "spec".length()) + "metadata." + field + "[" + name + "]",
        value);
  }

  /** The policies that isolate an endpoint, or that none does. */
  void isolation(Direction direction, int podClass) {
    List<RuleReference> policies =
        landscape
            .network()
            .reasons()
            .isolating(direction, landscape.network().endpointOf(podClass));
    if (policies.isEmpty()) {
      pod(podClass, "", "no NetworkPolicy isolates it for " + direction.field());
    }
    rules(policies);
  }

  void rules(List<RuleReference> rules) {
    for (RuleReference rule : rules) {
      evidence.add(rule.policy(), rule.field(), rule.value());
    }
  }

  /** What shows that an enforcer is there, that none is, or that nothing shows either. */
  void enforcement(int enforcement) {
    Enforcement found = landscape.network().enforcement(enforcement);
    for (Enforcement.Sign sign : found.signs()) {
      evidence.add(sign.object(), sign.field(), sign.value());
    }
    if (found.signs().isEmpty()) {
      node(nodeWith(enforcement), "metadata.name", "no known enforcer of NetworkPolicy runs here");
    }
  }

  private int nodeWith(int enforcement) {
    int node = 0;
    while (landscape.network().enforcementOfNode(node) != enforcement) {
      node++;
    }
    return node;
  }

  void node(int node, String field, String value) {
    Node found = landscape.cluster().nodes().get(node);
    evidence.add(found.meta(), field, value);
  }

  /** The same of a node class, told of one of its members. */
  void nodeClass(int nodeClass, String field, String value) {
    node(landscape.placement().nodeClasses().get(nodeClass).example(), field, value);
  }

  /** Why nothing polices pods of the class: no policy, or a place where none holds. */
  void open(Routes routes, PodClass podClass) {
    isolation(Direction.INGRESS, podClass.id());
    for (int enforcement : routes.enforcementsBefore(podClass)) {
      if (!routes.isEnforced(enforcement)) {
        enforcement(enforcement);
      }
    }
  }
}
