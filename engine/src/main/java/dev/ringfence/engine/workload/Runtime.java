package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What stands between a container and its node, by the handler of its RuntimeClass. The handler's
 * name is all the API shows; the names are those that the runtimes' own documents give. A
 * RuntimeClass may be called anything.
 *
 * @param product how the boundary is named, for example {@code kata}
 * @param known false where the handler says nothing to the table, and only the kernel is counted
 */
public record Runtime(Kind kind, String handler, String product, boolean known) {

  /** How the runtime isolates. */
  public enum Kind {
    /** Namespaces of the node's own kernel: runc, crun, youki. */
    KERNEL,
    /** gVisor: a user-space kernel, and the node's kernel behind it. */
    SENTRY,
    /** A virtual machine each: the guest's kernel, then the hypervisor. */
    VIRTUAL_MACHINE,
    /** A WebAssembly runtime, and the node's kernel behind it. */
    WASM
  }

  /** What an attacker may try from inside, so that the table can say whether the runtime stands. */
  public enum Move {
    /** An ordinary container breaks out. */
    ESCAPE,
    /** Uses privileges given by the pod: privileged, capabilities, unmasked /proc. */
    PRIVILEGE,
    /** Uses files of the node that a volume shows. */
    HOST_FILES,
    /** Uses the node's process identifiers or System V memory. */
    HOST_PROCESSES,
    /** Uses the node's network namespace. */
    HOST_NETWORK,
    /** Uses a device of the node that the pod has, so the node's own driver for it. */
    DEVICES
  }

  private static final Set<String> PLAIN =
      Set.of(
          "runc",
          "crun",
          "youki",
          "oci",
          "nvidia",
          "nvidia-cdi",
          "nvidia-legacy",
          "sysbox-runc",
          "io.containerd.runc.v2");

  /**
   * gVisor's containerd quick start says {@code runsc}, with the platform after it where there are
   * several ({@code runsc-kvm}); GKE Sandbox's handler is {@code gvisor}.
   */
  private static final Set<String> SENTRY = Set.of("runsc", "gvisor");

  /** The shims of containerd/runwasi and crun's handler; their sandbox is the Wasm runtime. */
  private static final Set<String> WASM =
      Set.of(
          "wasmtime",
          "wasmedge",
          "wasmer",
          "wamr",
          "spin",
          "slight",
          "wws",
          "lunatic",
          "crun-wasm",
          "wasmtime-spin-v2",
          "wasmcloud");

  /** firecracker-containerd's own runtime, and what people call it. */
  private static final Set<String> FIRECRACKER =
      Set.of("firecracker", "firecracker-containerd", "aws.firecracker");

  /** Container and image of a pod of KubeVirt's that runs a guest (its architecture document). */
  private static final String GUEST_CONTAINER = "compute";

  private static final String GUEST_IMAGE = "virt-launcher";

  /** The default handler, or one that the table does not know. */
  public static final Runtime DEFAULT = new Runtime(Kind.KERNEL, "", "runc", true);

  /**
   * @param handler of the RuntimeClass; empty where the pod has none, which is the node's default
   */
  public static Runtime ofHandler(String handler) {
    String name = handler.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return DEFAULT;
    }
    if (PLAIN.contains(name)) {
      return new Runtime(Kind.KERNEL, handler, name, true);
    }
    if (SENTRY.contains(name) || name.startsWith("runsc-")) {
      return new Runtime(Kind.SENTRY, handler, "gvisor", true);
    }
    if (WASM.contains(name)) {
      return new Runtime(Kind.WASM, handler, name, true);
    }
    if (name.equals("kata") || name.startsWith("kata-")) {
      return new Runtime(Kind.VIRTUAL_MACHINE, handler, kataHypervisor(name), true);
    }
    if (FIRECRACKER.contains(name)) {
      return new Runtime(Kind.VIRTUAL_MACHINE, handler, "firecracker", true);
    }
    if (name.equals("runhcs-wcow-hypervisor")) {
      return new Runtime(Kind.VIRTUAL_MACHINE, handler, "hyper-v", true);
    }
    return new Runtime(Kind.KERNEL, handler, handler, name.equals("runhcs-wcow-process"));
  }

  /**
   * The runtime of what a pod is there to run. KubeVirt starts QEMU in a container of whatever
   * handler: code of its owner is in the guest. Who gets into the container itself, by exec for
   * example, is past the guest; {@code SandboxEscape} has that.
   */
  Runtime around(PodSpec spec) {
    return kind == Kind.KERNEL && isKubeVirt(spec)
        ? new Runtime(Kind.VIRTUAL_MACHINE, handler, "qemu", known)
        : this;
  }

  /** Whether the pod is one of KubeVirt's that runs a guest. */
  public static boolean isKubeVirt(PodSpec spec) {
    return spec.containers().stream()
        .anyMatch(
            container ->
                container.name().equals(GUEST_CONTAINER)
                    && container.imageRepository().endsWith("/" + GUEST_IMAGE));
  }

  /** {@code remote}: a machine of the cloud beside the node, kept apart by the provider's own. */
  private static final List<String> OTHER_HYPERVISORS =
      List.of("dragonball", "stratovirt", "openvmm", "remote");

  /**
   * The hypervisor behind a handler of Kata Containers (names of kata-deploy). One exploit breaks
   * one hypervisor, so two handlers on QEMU are one boundary.
   */
  private static String kataHypervisor(String name) {
    if (name.contains("clh") || name.contains("cloud-hypervisor")) {
      return "cloud-hypervisor";
    }
    if (name.contains("fc") || name.contains("firecracker")) {
      return "firecracker";
    }
    for (String hypervisor : OTHER_HYPERVISORS) {
      if (name.contains(hypervisor)) {
        return hypervisor;
      }
    }
    return "qemu";
  }

  /**
   * Whether anything of this runtime stands in the way of the move; false means that the move works
   * as under runc. {@link #isolation} says what stands.
   *
   * <p>Files of the node come in by gVisor's gofer and Kata's virtio-fs, so a volume punches
   * through both. gVisor gives a pod that asks for the host's network a new one with nothing in it,
   * unless it is told {@code --network=host} (runsc/sandbox, and a real node says so too); Kata
   * cannot share it (its list of limitations). Neither shares the host's process identifiers.
   */
  public boolean stands(Move move) {
    return switch (kind) {
      case KERNEL -> false;
      case SENTRY ->
          switch (move) {
            case ESCAPE, PRIVILEGE, HOST_PROCESSES, HOST_NETWORK -> true;
            case HOST_FILES, DEVICES -> false;
          };
      case VIRTUAL_MACHINE ->
          switch (move) {
            case ESCAPE, PRIVILEGE, HOST_PROCESSES, HOST_NETWORK -> true;
            case HOST_FILES, DEVICES -> false;
          };
      case WASM ->
          switch (move) {
            case ESCAPE, PRIVILEGE -> true;
            case HOST_FILES, HOST_PROCESSES, HOST_NETWORK, DEVICES -> false;
          };
    };
  }

  /** The layers that a move through this runtime breaks, outermost last. */
  public Isolation isolation(Move move) {
    if (move == Move.DEVICES) {
      // A device that is passed through leaves the host's driver alone between pod and node.
      return Isolation.KERNEL;
    }
    return switch (kind) {
      case KERNEL -> move == Move.ESCAPE ? Isolation.KERNEL : Isolation.NONE;
      case SENTRY -> stands(move) ? Isolation.SENTRY_AND_KERNEL : Isolation.NONE;
      // Privileges given by the pod make the attacker root in the guest: the guest's kernel is
      // past.
      case VIRTUAL_MACHINE ->
          switch (move) {
            case ESCAPE -> Isolation.GUEST_AND_HYPERVISOR;
            case PRIVILEGE -> Isolation.HYPERVISOR;
            case HOST_PROCESSES, HOST_NETWORK -> Isolation.GUEST_AND_HYPERVISOR;
            case HOST_FILES, DEVICES -> Isolation.NONE;
          };
      // With the container's privileges in hand, the Wasm runtime alone is left.
      case WASM ->
          switch (move) {
            case ESCAPE -> Isolation.WASM_AND_KERNEL;
            case PRIVILEGE -> Isolation.WASM;
            case HOST_FILES, HOST_PROCESSES, HOST_NETWORK, DEVICES -> Isolation.NONE;
          };
    };
  }

  /** Layers that must fail, all of them. */
  public enum Isolation {
    NONE,
    KERNEL,
    SENTRY_AND_KERNEL,
    GUEST_AND_HYPERVISOR,
    HYPERVISOR,
    WASM_AND_KERNEL,
    WASM
  }

  public boolean isSandbox() {
    return kind != Kind.KERNEL;
  }
}
