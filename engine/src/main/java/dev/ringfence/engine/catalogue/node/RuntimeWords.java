package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/** Says in evidence which runtime a pod has and how that is known. */
final class RuntimeWords {

  private RuntimeWords() {}

  static String of(PodPowers powers) {
    Runtime runtime = powers.runtime();
    String name = powers.runtimeClassName();
    if (runtime.kind() == Runtime.Kind.VIRTUAL_MACHINE
        && Runtime.ofHandler(runtime.handler()).kind() == Runtime.Kind.KERNEL) {
      return "container compute is KubeVirt's virt-launcher: the pod's code is in a guest";
    }
    if (name == null) {
      return "unset: the node's default runtime, taken to be runc";
    }
    if (runtime.handler().isEmpty()) {
      return name + ": no such RuntimeClass is known, the kernel alone is counted";
    }
    return runtime.known()
        ? name + " with handler " + runtime.handler()
        : name + " with handler " + runtime.handler() + ", unknown: the kernel alone is counted";
  }
}
