package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Workloads;

/** Goes through every pod class and the node classes on which it could ever run code. */
final class PlacedPods {

  /** What to do with one pod class on one node class. */
  interface Action {
    void on(PodClass podClass, PodPowers powers, int nodeClass);
  }

  private PlacedPods() {}

  /** All pairs; a node that certainly lacks the pod's handler cannot start it, and is left out. */
  static void forEach(Landscape landscape, Action action) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      PodPowers powers = landscape.workloads().powers(podClass);
      for (int nodeClass : landscape.placement().ever(podClass)) {
        if (canStart(landscape, powers, nodeClass)) {
          action.on(podClass, powers, nodeClass);
        }
      }
    }
  }

  static boolean canStart(Landscape landscape, PodPowers powers, int nodeClass) {
    Node node = PodEvidence.node(landscape, nodeClass);
    return Workloads.hasHandler(node, powers.runtime()) != Workloads.Support.NO;
  }

  static boolean isWindows(Landscape landscape, int nodeClass) {
    return landscape.placement().operatingSystem(nodeClass).equals("windows");
  }
}
