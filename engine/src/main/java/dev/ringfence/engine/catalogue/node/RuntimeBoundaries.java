package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.workload.Runtime;
import java.util.List;

/** The boundaries of a runtime's isolation, by implementation. */
final class RuntimeBoundaries {

  private RuntimeBoundaries() {}

  /**
   * A Linux guest's kernel is the same {@code kernel} as the nodes': one exploit breaks both.
   *
   * @param windows whether the node runs Windows
   */
  static List<Boundary> of(Runtime runtime, Runtime.Isolation isolation, boolean windows) {
    Boundary kernel = Boundaries.kernel(windows);
    return switch (isolation) {
      case NONE -> List.of();
      case KERNEL -> List.of(kernel);
      case SENTRY_AND_KERNEL -> List.of(Boundaries.sentry(), kernel);
      case GUEST_AND_HYPERVISOR -> List.of(kernel, Boundaries.hypervisor(runtime.product()));
      case HYPERVISOR -> List.of(Boundaries.hypervisor(runtime.product()));
      case WASM_AND_KERNEL -> List.of(Boundaries.wasmHost(runtime.product()), kernel);
      case WASM -> List.of(Boundaries.wasmHost(runtime.product()));
    };
  }
}
