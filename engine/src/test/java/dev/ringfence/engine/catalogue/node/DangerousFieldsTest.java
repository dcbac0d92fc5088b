package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.workload.HostPaths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
  private static final String PROCESSOR = "STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")";
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
          capability("SYS_TIME", DISTURB),
          capability("cap_sys_nice", PROCESSOR),
          capability("SYS_CHROOT"),
          capability("MKNOD"),
          capability("NET_ADMIN"),
          capability("NET_RAW"),
          capability("CHOWN"),
          // What grades the kernel, asks for what no node says it has, or is no one else's.
          field("seccomp", pod -> pod.seccomp = new PodSecurityContext.Profile("Unconfined", null)),
          field("hostUsers", pod -> pod.hostUsers = false),
          field("device", pod -> pod.limits.put("nvidia.com/gpu", "1")),
          field("subPath", pod -> pod.mountHostPath("/", "dev/null", false)),
          field("subPath up", pod -> pod.mountHostPath("/dev", "null/..", false), NODE),
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

  /** A pod with some of the fields, and what it gives. */
  private record Case(String name, Consumer<PodSketch> set, Set<String> gives) {}

  /** Each field alone, in every kind of container. */
  private static Stream<Case> inEveryContainer(List<Field> fields) {
    return fields.stream()
        .flatMap(
            field ->
                Stream.of(Container.Type.values())
                    .map(
                        type ->
                            new Case(
                                field.name() + " in " + type.field(),
                                pod -> {
                                  pod.containerType = type;
                                  field.set().accept(pod);
                                },
                                field.gives())));
  }

  private static Case pair(Field first, Field second) {
    return new Case(
        first.name() + " and " + second.name(),
        first.set().andThen(second.set()),
        together(first, second));
  }

  /**
   * All the pods in one scene, each a class of its own by its container's name: a row looks at them
   * together, and what each gives is told by the premise.
   */
  private static Stream<DynamicTest> tests(Stream<Case> cases) {
    List<Case> all = cases.toList();
    Scene scene = new Scene().node("worker").pod("bank", "vault", pod -> {});
    for (int at = 0; at < all.size(); at++) {
      String name = "pod" + at;
      Case one = all.get(at);
      scene.pod(
          "shop",
          name,
          pod -> {
            one.set().accept(pod);
            pod.containerName = name;
          });
    }
    Map<String, Set<String>> given = given(scene);
    return IntStream.range(0, all.size())
        .mapToObj(
            at ->
                DynamicTest.dynamicTest(
                    all.get(at).name(),
                    () ->
                        assertThat(given.getOrDefault("pod" + at, Set.of()))
                            .isEqualTo(all.get(at).gives())));
  }

  @TestFactory
  Stream<DynamicTest> everythingOfTheCatalogue() {
    return tests(inEveryContainer(catalogue()));
  }

  @TestFactory
  Stream<DynamicTest> pairsOfTheCatalogue() {
    List<Field> fields = catalogue();
    return tests(
        Stream.of(DangerousShape.values())
            .map(DangerousFieldsTest::shape)
            .flatMap(
                first ->
                    fields.stream()
                        .filter(second -> !first.name().equals(second.name()))
                        .filter(second -> !sameField(first, second))
                        .map(second -> pair(first, second))));
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
          new DisturbingCapability(),
          new HostNamespaces(),
          new WritableHostPath(),
          new ReadableHostPath(),
          new RuntimeSocket(),
          new KernelSettings(),
          new LogSymlink());

  private static final Pattern ALONE =
      Pattern.compile("CODE_ON\\(shop/(pod\\d+), worker\\) -> ([^ ]+( \\d+\\))?)");

  /** By pod, what it gives with no boundary and no assumption. */
  private static Map<String, Set<String>> given(Scene scene) {
    Map<String, Set<String>> given = new HashMap<>();
    for (Row row : ROWS) {
      for (String step : scene.stepsFrom("CODE_ON(shop/pod", row)) {
        Matcher alone = ALONE.matcher(step);
        if (alone.matches()) {
          String conclusion = alone.group(2);
          // What a pod learns of its own namespace tells nothing of others.
          if (!conclusion.endsWith("(shop)") && !conclusion.startsWith(TOKEN)) {
            given.computeIfAbsent(alone.group(1), one -> new TreeSet<>()).add(conclusion);
          }
        }
      }
    }
    return given;
  }

  @TestFactory
  Stream<DynamicTest> oneField() {
    return tests(inEveryContainer(FIELDS));
  }

  @TestFactory
  Stream<DynamicTest> pairsOfFields() {
    return tests(
        FIELDS.stream()
            .flatMap(
                first ->
                    FIELDS.stream()
                        .filter(second -> first.name().compareTo(second.name()) < 0)
                        .map(second -> pair(first, second))));
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
    // Routes and filters of the network that it is in, by whatever name.
    if ((names.contains("hostNetwork") || names.contains("shape HOST_NETWORK"))
        && names.contains("capability NET_ADMIN")) {
      both.add(DISTURB);
    }
    return both;
  }
}
