package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.workload.HandlerEvidence;
import dev.ringfence.engine.workload.Runtime;
import org.jspecify.annotations.Nullable;

/** Whether a sandbox's handler is what it is called. */
final class HandlerDoubt {

  private HandlerDoubt() {}

  /**
   * The assumption under which the handler is no sandbox; null where something shows that it is.
   */
  static @Nullable Assumption of(Landscape landscape, Runtime runtime, int nodeClass) {
    for (int index : landscape.placement().nodeClasses().get(nodeClass).members()) {
      Node node = landscape.cluster().nodes().get(index);
      if (HandlerEvidence.shows(landscape.cluster(), node, runtime)) {
        return null;
      }
    }
    if (runtime.kind() == Runtime.Kind.VIRTUAL_MACHINE
        && Runtime.ofHandler(runtime.handler()).kind() == Runtime.Kind.KERNEL) {
      return new Assumption(
          "kubevirt-guests",
          "Pods that look like KubeVirt's virt-launcher may run no guest: no virt-handler is there.",
          "none");
    }
    return new Assumption(
        "handler-" + runtime.handler(),
        "Handler "
            + runtime.handler()
            + " may be configured to start runc: its name alone says that it is "
            + runtime.product()
            + ".",
        "runc");
  }
}
