package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Workload;
import java.util.List;

/**
 * What shows, beside its name, that a handler is a sandbox: a declared pool that lists it, the
 * labels that providers and installers put on nodes, and the DaemonSets that install it.
 */
public final class HandlerEvidence {

  private HandlerEvidence() {}

  /** Whether anything shows that the runtime's handler is on the node what it is called. */
  public static boolean shows(Cluster cluster, Node node, Runtime runtime) {
    return isDeclared(node, runtime)
        || isLabelled(node.labels(), runtime.kind())
        || isInstalled(cluster, runtime.kind());
  }

  /** Whoever declares a pool vouches for its handlers. */
  private static boolean isDeclared(Node node, Runtime runtime) {
    return node.assumed()
        && node.runtimeHandlers().stream()
            .anyMatch(handler -> handler.name().equals(runtime.handler()));
  }

  private static boolean isLabelled(LabelSet labels, Runtime.Kind kind) {
    return switch (kind) {
      case KERNEL -> true;
      case SENTRY -> "gvisor".equals(labels.get("sandbox.gke.io/runtime"));
      case VIRTUAL_MACHINE ->
          "true".equals(labels.get("katacontainers.io/kata-runtime"))
              || labels.get("kubernetes.azure.com/kata-vm-isolation") != null;
      case WASM -> "true".equals(labels.get("kwasm.sh/kwasm-provisioned"));
    };
  }

  private static boolean isInstalled(Cluster cluster, Runtime.Kind kind) {
    List<String> installers =
        switch (kind) {
          case KERNEL -> List.of();
          case SENTRY -> List.of("gvisor", "runsc");
          case VIRTUAL_MACHINE -> List.of("kata-deploy", "kata-monitor", "/virt-handler");
          case WASM -> List.of("kwasm-node-installer", "spinkube/node-installer");
        };
    for (Workload workload : cluster.workloads()) {
      if (workload.meta().reference().kind().equals("DaemonSet")) {
        for (Container container : workload.template().containers()) {
          String repository = container.imageRepository();
          if (installers.stream().anyMatch(repository::contains)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
