package dev.ringfence.engine.catalogue.node;

import static dev.ringfence.engine.catalogue.node.DangerousPods.CONTENT;
import static dev.ringfence.engine.catalogue.node.DangerousPods.DISTURB;
import static dev.ringfence.engine.catalogue.node.DangerousPods.IDENTITY;
import static dev.ringfence.engine.catalogue.node.DangerousPods.NEIGHBOUR;
import static dev.ringfence.engine.catalogue.node.DangerousPods.NETWORK;
import static dev.ringfence.engine.catalogue.node.DangerousPods.NODE;
import static dev.ringfence.engine.catalogue.node.DangerousPods.SECRETS;
import static dev.ringfence.engine.catalogue.node.DangerousPods.field;
import static dev.ringfence.engine.catalogue.node.DangerousPods.inEveryContainer;
import static dev.ringfence.engine.catalogue.node.DangerousPods.pair;
import static dev.ringfence.engine.catalogue.node.DangerousPods.path;
import static dev.ringfence.engine.catalogue.node.DangerousPods.tests;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.workload.HostPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The same of the catalogue's own shapes of made-up pods and of every path of its table, so that a
 * new one is asserted, too.
 */
class DangerousShapesTest {

  /** What each shape of the catalogue gives; a new one does not compile until it is here. */
  private static DangerousPods.Field shape(DangerousShape shape) {
    return switch (shape) {
      case PRIVILEGED -> shaped(shape, pod -> pod.privileged = true, NODE);
      case CAPABILITY -> shaped(shape, pod -> pod.capabilities = List.of("SYS_ADMIN"), NODE);
      case DEBUGGER ->
          shaped(
              shape,
              pod -> {
                pod.hostPid = true;
                pod.capabilities = List.of("SYS_PTRACE");
              },
              NODE,
              NEIGHBOUR,
              DISTURB);
      case HOST_PID -> shaped(shape, pod -> pod.hostPid = true, NEIGHBOUR, DISTURB);
      case HOST_IPC -> shaped(shape, pod -> pod.hostIpc = true);
      case HOST_NETWORK -> shaped(shape, pod -> pod.hostNetwork = true, NETWORK, CONTENT);
      case HOST_PATH ->
          shaped(shape, pod -> pod.mountHostPath("/", "", false), NODE, SECRETS, CONTENT, IDENTITY);
      case HOST_PATH_READ_ONLY ->
          shaped(shape, pod -> pod.mountHostPath("/", "", true), NODE, SECRETS, CONTENT, IDENTITY);
      case HOST_LOGS -> shaped(shape, pod -> pod.mountHostPath("/var/log/pods", "", true), CONTENT);
      case RUNTIME_SOCKET ->
          shaped(
              shape,
              pod -> pod.mountHostPath("/run/containerd/containerd.sock", "", true),
              NODE,
              CONTENT);
      case UNMASKED_PROC -> shaped(shape, pod -> pod.procMount = "Unmasked", NODE);
      case HOST_PROCESS -> shaped(shape, pod -> pod.hostProcess = true, NODE);
      // A port of the node is a way in for others (N2), and gives its pod nothing.
      case HOST_PORT -> shaped(shape, pod -> {});
      // What it gives is with whoever has the same data (S2), not with the node.
      case NETWORK_VOLUME -> shaped(shape, pod -> {});
    };
  }

  private static DangerousPods.Field shaped(
      DangerousShape shape, Consumer<PodSketch> set, String... gives) {
    return field("shape " + shape, set, gives);
  }

  /** Shapes that made-up pods take, and every path of the table of host paths. */
  private static List<DangerousPods.Field> catalogue() {
    List<DangerousPods.Field> fields = new ArrayList<>();
    for (DangerousShape shape : DangerousShape.values()) {
      fields.add(shape(shape));
    }
    for (String path : HostPaths.known()) {
      fields.add(path(path, true, given(path, true)));
      fields.add(path(path, false, given(path, false)));
    }
    return fields;
  }

  /** What a path gives on a node that is no control plane's, by what lies there. */
  private static String[] given(String path, boolean readOnly) {
    Set<String> given = new TreeSet<>();
    for (HostPaths.Gift gift : HostPaths.gifts(path)) {
      switch (gift) {
        case RUNTIME_SOCKET -> given.add(NODE);
        case NODE_CREDENTIAL -> given.add(IDENTITY);
        case POD_SECRETS, PROCESSES -> given.add(SECRETS);
        case LOGS, CONTAINER_FILES -> given.add(CONTENT);
        // By writing; on a control-plane node; on the assumption that keys were left there.
        case STARTS_PROGRAMS,
            KERNEL_SETTINGS,
            CLUSTER_STATE,
            CONTROL_PLANE_KEYS,
            HOME_DIRECTORIES -> {}
      }
    }
    if (!readOnly) {
      given.add(NODE);
    }
    return given.toArray(String[]::new);
  }

  @TestFactory
  Stream<DynamicTest> everythingOfTheCatalogue() {
    return tests(inEveryContainer(catalogue()));
  }

  @TestFactory
  Stream<DynamicTest> pairsOfTheCatalogue() {
    List<DangerousPods.Field> fields = catalogue();
    return tests(
        Stream.of(DangerousShape.values())
            .map(DangerousShapesTest::shape)
            .flatMap(
                first ->
                    fields.stream()
                        .filter(second -> !first.name().equals(second.name()))
                        .filter(second -> !sameField(first, second))
                        .map(second -> pair(first, second))));
  }

  /** Two shapes that set one field to two values are no pair. */
  private static boolean sameField(DangerousPods.Field first, DangerousPods.Field second) {
    Set<String> names = Set.of(first.name(), second.name());
    return names.equals(Set.of("shape CAPABILITY", "shape DEBUGGER"));
  }
}
