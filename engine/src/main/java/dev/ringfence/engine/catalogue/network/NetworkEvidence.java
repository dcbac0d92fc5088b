package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.RuleReference;
import java.util.List;

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

  /** An annotation of the pods of a class, which stands beside their spec. */
  void annotation(int podClass, String name, String value) {
    int pod = landscape.cluster().podClasses().get(podClass).example();
    String spec = landscape.cluster().pods().specPath(pod);
    evidence.add(
        landscape.cluster().pods().topmost(pod),
        landscape.cluster().pods().origin(pod),
        spec.substring(0, spec.length() - "spec".length()) + "metadata.annotations[" + name + "]",
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
