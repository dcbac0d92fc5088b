package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.contention.Resource;
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

/**
 * Pods with dangerous fields, each a class of its own in one scene, and what the rows say that each
 * gives without any boundary and without any assumption.
 */
final class DangerousPods {

  static final String NODE = "NODE(worker)";
  static final String SECRETS = "NODE_SECRETS(worker)";
  static final String CONTENT = "NODE_CONTENT(worker)";
  static final String IDENTITY = "NODE_IDENTITY(worker)";
  static final String NEIGHBOUR = "CONTENT(bank)";
  static final String DISTURB = "DISTURB(bank)";
  static final String NETWORK = "NODE_NETWORK(worker)";
  static final String PROCESSOR = "STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")";
  static final String TOKEN = "HOLDS";

  private DangerousPods() {}

  /** A field, how to set it, and what it gives by itself. */
  record Field(String name, Consumer<PodSketch> set, Set<String> gives) {}

  static Field field(String name, Consumer<PodSketch> set, String... gives) {
    return new Field(name, set, new TreeSet<>(Set.of(gives)));
  }

  static Field capability(String name, String... gives) {
    return field(
        "capability " + name,
        pod ->
            pod.capabilities = Stream.concat(pod.capabilities.stream(), Stream.of(name)).toList(),
        gives);
  }

  static Field path(String path, boolean readOnly, String... gives) {
    return field(
        path + (readOnly ? " read-only" : " writable"),
        pod -> pod.mountHostPath(path, "", readOnly),
        gives);
  }

  /** A pod with some of the fields, and what it gives. */
  record Case(String name, Consumer<PodSketch> set, Set<String> gives) {}

  /** Each field alone, in every kind of container. */
  static Stream<Case> inEveryContainer(List<Field> fields) {
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

  static Case pair(Field first, Field second) {
    return new Case(
        first.name() + " and " + second.name(),
        first.set().andThen(second.set()),
        together(first, second));
  }

  /**
   * All the pods in one scene, each a class of its own by its container's name: a row looks at them
   * together, and what each gives is told by the premise.
   */
  static Stream<DynamicTest> tests(Stream<Case> cases) {
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

  /** What each gives, and what only the two of them give. */
  static Set<String> together(Field first, Field second) {
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
