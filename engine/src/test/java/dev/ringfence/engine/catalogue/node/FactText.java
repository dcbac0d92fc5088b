package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/** Facts in words, for what tests expect. */
final class FactText {

  private FactText() {}

  /** A fact in words, for example {@code CODE_ON(shop/web, worker)}. */
  static String of(Landscape landscape, int fact) {
    Facts facts = landscape.facts();
    int a = facts.a(fact);
    int b = facts.b(fact);
    FactKind kind = facts.kind(fact);
    String arguments =
        switch (kind) {
          case CODE, CODE_ANYWHERE -> pod(landscape, a);
          case CODE_ON -> pod(landscape, a) + ", " + nodeName(landscape, b);
          case NODE, KUBELET, NODE_IDENTITY, NODE_NETWORK, METADATA, ON_NODE, CRAFTED_ON ->
              nodeName(landscape, a);
          case NODE_CONTENT, NODE_SECRETS -> nodeName(landscape, a);
          case CONTENT, TRAFFIC, NAMES, DISTURB -> namespace(landscape, a);
          case SECRET -> namespace(landscape, a) + ", " + facts.nameOf(b);
          case MAY -> Capability.values()[a] + ", " + namespace(landscape, b);
          case STARVE -> namespace(landscape, a) + ", " + resource(b);
          case STARVE_NODE -> nodeName(landscape, a) + ", " + resource(b);
          case SHAPE -> DangerousShape.values()[a].name();
          default -> a + (b == 0 ? "" : ", " + b);
        };
    return kind + "(" + arguments + ")";
  }

  private static String resource(int ordinal) {
    return String.valueOf(ordinal);
  }

  private static String namespace(Landscape landscape, int namespace) {
    return namespace < 0 ? "*" : landscape.cluster().namespaces().get(namespace).name();
  }

  private static String pod(Landscape landscape, int podClass) {
    if (landscape.facts().isCrafted(podClass)) {
      return "crafted in " + namespace(landscape, landscape.facts().namespaceOfCrafted(podClass));
    }
    int pod = landscape.cluster().podClasses().get(podClass).example();
    return namespace(landscape, landscape.cluster().pods().namespace(pod))
        + "/"
        + landscape.cluster().pods().name(pod);
  }

  private static String nodeName(Landscape landscape, int nodeClass) {
    return nodeClass < 0 ? "*" : PodEvidence.node(landscape, nodeClass).name();
  }
}
