package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Landscape;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * One namespace of each tenant that is concerned. A stake belongs to a tenant, so one of its
 * namespaces is enough where a node's neighbours suffer alike; it keeps 10,000 namespaces on shared
 * nodes from becoming as many steps for each node and resource.
 */
final class TenantsOnNode {

  private TenantsOnNode() {}

  /** For each tenant with pods that could ever be on the node class. */
  static void forEach(Landscape landscape, int nodeClass, IntConsumer namespace) {
    BitSet seen = new BitSet();
    for (int podClass : landscape.placement().podClassesOn(nodeClass)) {
      visit(landscape, landscape.cluster().podClasses().get(podClass).namespace(), seen, namespace);
    }
  }

  /** For each tenant with a namespace. */
  static void forEach(Landscape landscape, IntConsumer namespace) {
    BitSet seen = new BitSet();
    for (int index = 0; index < landscape.cluster().namespaces().size(); index++) {
      visit(landscape, index, seen, namespace);
    }
  }

  private static void visit(Landscape landscape, int namespace, BitSet seen, IntConsumer consumer) {
    int tenant = landscape.tenancy().ofNamespace(namespace);
    if (!seen.get(tenant)) {
      seen.set(tenant);
      consumer.accept(namespace);
    }
  }
}
