package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Pods;

/** Names pods and nodes in evidence: the topmost controller, and fields by their full path. */
final class PodEvidence {

  private PodEvidence() {}

  /**
   * @param field beneath the pod spec, for example {@code hostPID}
   */
  static void add(
      Landscape landscape, int podClass, String field, String value, EvidenceSink evidence) {
    Pods pods = landscape.cluster().pods();
    int pod = landscape.cluster().podClasses().get(podClass).example();
    evidence.add(pods.topmost(pod), pods.origin(pod), pods.specPath(pod) + "." + field, value);
  }

  /** A field of a container's security context. */
  static void addSecurity(
      Landscape landscape,
      int podClass,
      Container container,
      String field,
      String value,
      EvidenceSink evidence) {
    String path = containerPath(container) + ".securityContext." + field;
    add(landscape, podClass, path, value, evidence);
  }

  static String containerPath(Container container) {
    return container.type().field() + "[" + container.name() + "]";
  }

  /** Where the pod runs, or why it could be there. */
  static void addPlace(Landscape landscape, int podClass, int nodeClass, EvidenceSink evidence) {
    if (landscape.facts().isCrafted(podClass)) {
      return;
    }
    PodClass members = landscape.cluster().podClasses().get(podClass);
    Pods pods = landscape.cluster().pods();
    for (int pod : members.members()) {
      int node = pods.node(pod);
      if (node >= 0 && landscape.placement().classOfNode(node) == nodeClass) {
        String name = landscape.cluster().nodes().get(node).name();
        evidence.add(pods.topmost(pod), pods.origin(pod), "spec.nodeName", name + " runs it now");
        return;
      }
    }
    evidence.add(
        node(landscape, nodeClass).meta(), "metadata.name", "no selector or taint keeps it away");
  }

  static void addNode(
      Landscape landscape, int nodeClass, String field, String value, EvidenceSink evidence) {
    evidence.add(node(landscape, nodeClass).meta(), field, value);
  }

  static Node node(Landscape landscape, int nodeClass) {
    int example = landscape.placement().nodeClasses().get(nodeClass).example();
    return landscape.cluster().nodes().get(example);
  }

  /** A pod that exists only because the attacker would make it. */
  static void addShape(DangerousShape shape, EvidenceSink evidence) {
    evidence.add(new ObjectReference("Pod", null, "(made up)"), null, shape.field(), shape.value());
  }
}
