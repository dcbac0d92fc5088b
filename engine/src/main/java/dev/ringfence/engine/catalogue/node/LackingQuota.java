package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Names the object that lacks a bound: a quota that says nothing of it, or the namespace. */
final class LackingQuota {

  private LackingQuota() {}

  static void add(Landscape landscape, int namespace, String bound, EvidenceSink evidence) {
    var owner = landscape.cluster().namespaces().get(namespace);
    boolean[] any = {false};
    landscape.cluster().resourceQuotas().stream()
        .filter(quota -> owner.name().equals(quota.meta().namespace()))
        .forEach(
            quota -> {
              any[0] = true;
              evidence.add(
                  quota.meta(),
                  "spec.hard",
                  String.join(", ", new TreeSet<>(quota.hard().keySet()))
                      + (quota.scopes().isEmpty() && !quota.scopeSelector()
                          ? ": no bound for "
                          : ", for some pods alone: no bound for ")
                      + bound);
            });
    if (!any[0]) {
      evidence.add(owner.meta(), "ResourceQuota", "none, so none bounds " + bound);
    }
  }

  /** The first namespace where nothing bounds it, or -1. */
  static int first(Landscape landscape, IntPredicate isFree) {
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      if (isFree.test(namespace)) {
        return namespace;
      }
    }
    return -1;
  }
}
