package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.cluster.Container;
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
 * Every dangerous field of a pod, one at a time and in pairs, in every kind of container: what a
 * pod with it gives, without any boundary and without any assumption.
 */
class DangerousFieldsTest {

  private static final String NODE = "NODE(worker)";
  private static final String SECRETS = "NODE_SECRETS(worker)";
  private static final String CONTENT = "NODE_CONTENT(worker)";
  private static final String IDENTITY = "NODE_IDENTITY(worker)";
  private static final String NEIGHBOUR = "CONTENT(bank)";
  private static final String DISTURB = "DISTURB(bank)";
  private static final String NETWORK = "NODE_NETWORK(worker)";
  private static final String TOKEN = "HOLDS";

  /** A field, how to set it, and what it gives by itself. */
  private record Field(String name, Consumer<PodSketch> set, Set<String> gives) {}

  private static Field field(String name, Consumer<PodSketch> set, String... gives) {
    return new Field(name, set, new TreeSet<>(Set.of(gives)));
  }

  private static Field capability(String name, String... gives) {
    return field(
        "capability " + name,
        pod ->
            pod.capabilities = Stream.concat(pod.capabilities.stream(), Stream.of(name)).toList(),
        gives);
  }

  private static Field path(String path, boolean readOnly, String... gives) {
    return field(
        path + (readOnly ? " read-only" : " writable"),
        pod -> pod.mountHostPath(path, "", readOnly),
        gives);
  }

  private static final List<Field> FIELDS =
      List.of(
          field("privileged", pod -> pod.privileged = true, NODE),
          field("hostPID", pod -> pod.hostPid = true, NEIGHBOUR, DISTURB),
          field("hostIPC", pod -> pod.hostIpc = true),
          field("hostNetwork", pod -> pod.hostNetwork = true, NETWORK, CONTENT),
          field("procMount", pod -> pod.procMount = "Unmasked", NODE),
          field("hostProcess", pod -> pod.hostProcess = true, NODE),
          capability("ALL", NODE),
          capability("all", NODE),
          capability("SYS_ADMIN", NODE),
          capability("CAP_SYS_ADMIN", NODE),
          capability("cap_sys_module", NODE),
          capability("SYS_RAWIO", NODE),
          capability("DAC_READ_SEARCH", NODE),
          capability("BPF", NODE),
          capability("PERFMON", NODE),
          capability("SYS_BOOT", NODE),
          capability("SYS_PTRACE"),
          capability("NET_ADMIN"),
          capability("NET_RAW"),
          capability("CHOWN"),
          path("/", false, NODE, SECRETS, CONTENT, IDENTITY),
          path("/", true, NODE, SECRETS, CONTENT, IDENTITY),
          path("/etc", false, NODE, IDENTITY),
          path("/etc/kubernetes", true, IDENTITY),
          path("/etc/localtime", true),
          path("/etc/../root", false, NODE),
          path("/var/lib/kubelet", true, NODE, SECRETS, IDENTITY),
          path("/var/lib/kubelet/pods", true, SECRETS),
          path("/var/run/docker.sock", true, NODE),
          path("/run/containerd/containerd.sock", true, NODE, CONTENT),
          path("/run", true, NODE, CONTENT, IDENTITY),
          path("/run/nri", true, NODE),
          path("/var/lib/kubelet/kubeconfig", true, IDENTITY),
          path("/var/lib/kubelet/config.yaml", true),
          path("/var/lib/systemd/coredump", true, SECRETS),
          path("/proc", true, SECRETS),
          path("/proc/1", true, SECRETS),
          path("/proc/sys", true),
          path("/proc/sys", false, NODE),
          path("/var/log", true, CONTENT),
          path("/var/log", false, NODE, CONTENT),
          path("/data", false, NODE),
          path("/data", true),
          path("/dev/null", false));

  /** What each shape of the catalogue gives; a new one does not compile until it is here. */
  private static Field shape(DangerousShape shape) {
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
    };
  }

  private static Field shaped(DangerousShape shape, Consumer<PodSketch> set, String... gives) {
    return field("shape " + shape, set, gives);
  }

  /** Shapes that made-up pods take, and every path of the table of host paths. */
  private static List<Field> catalogue() {
    List<Field> fields = new ArrayList<>();
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

  /** Each field alone, in every kind of container. */
  private static Stream<DynamicTest> inEveryContainer(List<Field> fields) {
    return fields.stream()
        .flatMap(
            field ->
                Stream.of(Container.Type.values())
                    .map(
                        type ->
                            DynamicTest.dynamicTest(
                                field.name() + " in " + type.field(),
                                () ->
                                    assertThat(
                                            given(
                                                pod -> {
                                                  pod.containerType = type;
                                                  field.set().accept(pod);
                                                }))
                                        .isEqualTo(field.gives()))));
  }

  @TestFactory
  Stream<DynamicTest> everythingOfTheCatalogue() {
    return inEveryContainer(catalogue());
  }

  @TestFactory
  Stream<DynamicTest> pairsOfTheCatalogue() {
    List<Field> fields = catalogue();
    return Stream.of(DangerousShape.values())
        .map(DangerousFieldsTest::shape)
        .flatMap(
            first ->
                fields.stream()
                    .filter(second -> !first.name().equals(second.name()))
                    .filter(second -> !sameField(first, second))
                    .map(
                        second ->
                            DynamicTest.dynamicTest(
                                first.name() + " and " + second.name(),
                                () ->
                                    assertThat(given(first.set().andThen(second.set())))
                                        .isEqualTo(together(first, second)))));
  }

  /** Two shapes that set one field to two values are no pair. */
  private static boolean sameField(Field first, Field second) {
    Set<String> names = Set.of(first.name(), second.name());
    return names.equals(Set.of("shape CAPABILITY", "shape DEBUGGER"));
  }

  private static final List<Row> ROWS =
      List.of(
          new PrivilegedContainer(),
          new HostProcess(),
          new NodeCapability(),
          new Debugger(),
          new HostNamespaces(),
          new WritableHostPath(),
          new ReadableHostPath(),
          new RuntimeSocket(),
          new KernelSettings(),
          new LogSymlink());

  private static Set<String> given(Consumer<PodSketch> set) {
    Set<String> given = new TreeSet<>();
    for (Row row : ROWS) {
      Scene scene =
          new Scene().node("worker").pod("shop", "web", set).pod("bank", "vault", pod -> {});
      for (String step : scene.stepsFrom("CODE_ON(shop/web", row)) {
        boolean open = !step.contains(" breaking ") && !step.contains(" assuming ");
        boolean alone = step.startsWith("CODE_ON(shop/web, worker) -> ");
        String conclusion = step.substring(step.indexOf(" -> ") + " -> ".length());
        // What a pod learns of its own namespace tells nothing of others.
        boolean own = conclusion.endsWith("(shop)") || conclusion.startsWith(TOKEN);
        if (open && alone && !own) {
          given.add(conclusion);
        }
      }
    }
    return given;
  }

  @TestFactory
  Stream<DynamicTest> oneField() {
    return inEveryContainer(FIELDS);
  }

  @TestFactory
  Stream<DynamicTest> pairsOfFields() {
    return FIELDS.stream()
        .flatMap(
            first ->
                FIELDS.stream()
                    .filter(second -> first.name().compareTo(second.name()) < 0)
                    .map(
                        second ->
                            DynamicTest.dynamicTest(
                                first.name() + " and " + second.name(),
                                () ->
                                    assertThat(given(first.set().andThen(second.set())))
                                        .isEqualTo(together(first, second)))));
  }

  /** What each gives, and what only the two of them give. */
  private static Set<String> together(Field first, Field second) {
    Set<String> both = new TreeSet<>(first.gives());
    both.addAll(second.gives());
    Set<String> names = Set.of(first.name(), second.name());
    // A debugger that sees the node's processes is in them.
    if (names.contains("hostPID") && names.contains("capability SYS_PTRACE")) {
      both.add(NODE);
    }
    return both;
  }
}
