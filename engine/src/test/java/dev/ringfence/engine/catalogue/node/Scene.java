package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A small real cluster, and the steps that rows derive from it, in words. */
public final class Scene {

  private static final Origin ORIGIN = new Origin(Origin.Source.LIVE, "test", 0);

  public final ClusterBuilder builder;

  /** A live cluster. */
  public Scene() {
    this(Cluster.SourceKind.LIVE);
  }

  public Scene(Cluster.SourceKind source) {
    this.builder = new ClusterBuilder(source, "1.36");
  }

  /** A Linux node with the labels given as key, value, key, value. */
  public Scene node(String name, String... labels) {
    return node(name, List.of(), List.of(), "linux", labels);
  }

  public Scene node(
      String name,
      List<Node.Taint> taints,
      List<Node.RuntimeHandler> handlers,
      String operatingSystem,
      String... labels) {
    builder.add(
        new Node(
            meta("Node", null, name, labels(labels)),
            taints,
            false,
            Map.of(),
            handlers,
            new Node.SystemInfo("", "", "containerd://2.1.0", "v1.36.0", operatingSystem, ""),
            List.of(),
            List.of(),
            "",
            false));
    return this;
  }

  public Scene namespace(String name, String... labels) {
    builder.addNamespace(meta("Namespace", null, name, labels(labels)));
    return this;
  }

  public Scene pod(String namespace, String name, Consumer<PodSketch> sketch) {
    PodSketch pod = new PodSketch();
    sketch.accept(pod);
    ObjectMeta meta = meta("Pod", namespace, name, LabelSet.of(pod.labels));
    builder.addPod(meta, pod.build(), meta.reference(), "spec", null, 1, false, List.of());
    return this;
  }

  /** A pod that a workload has. */
  public Scene workload(String namespace, String kind, String name, Consumer<PodSketch> sketch) {
    PodSketch pod = new PodSketch();
    sketch.accept(pod);
    ObjectMeta meta = meta("Pod", namespace, name + "-1", LabelSet.of(pod.labels));
    ObjectReference owner = new ObjectReference(kind, namespace, name);
    builder.addPod(meta, pod.build(), owner, "spec.template.spec", null, 1, false, List.of());
    return this;
  }

  /** A pod that runs on a node now. */
  public Scene running(String namespace, String name, String node, Consumer<PodSketch> sketch) {
    PodSketch pod = new PodSketch();
    sketch.accept(pod);
    ObjectMeta meta = meta("Pod", namespace, name, LabelSet.of(pod.labels));
    builder.addPod(meta, pod.build(), meta.reference(), "spec", node, 1, false, List.of());
    return this;
  }

  public Scene runtimeClass(String name, String handler, String... nodeSelector) {
    builder.add(
        new Policies.RuntimeClass(
            meta("RuntimeClass", null, name, LabelSet.EMPTY),
            handler,
            labels(nodeSelector).toMap(),
            List.of(),
            Map.of()));
    return this;
  }

  public Scene serviceAccount(String namespace, String name) {
    builder.add(
        new Rbac.ServiceAccount(
            meta("ServiceAccount", namespace, name, LabelSet.EMPTY), null, List.of(), List.of()));
    return this;
  }

  public static ObjectMeta meta(
      String kind, @Nullable String namespace, String name, LabelSet labels) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name), labels, Map.of(), null, ORIGIN);
  }

  public static LabelSet labels(String... pairs) {
    Map<String, String> map = new java.util.TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return LabelSet.of(map);
  }

  /** Every namespace its own tenant, and a platform beside them. */
  public Landscape landscape(Assumptions assumptions) {
    Cluster cluster = builder.build();
    List<Tenant> tenants = new ArrayList<>();
    int count = cluster.namespaces().size();
    for (int id = 0; id <= count; id++) {
      tenants.add(
          new Tenant(
              id,
              id < count ? cluster.namespaces().get(id).name() : "platform",
              id < count ? Tenant.Kind.PROPOSED : Tenant.Kind.PLATFORM,
              Tenant.Trust.UNTRUSTED,
              Tenant.Code.ARBITRARY,
              Tenant.Data.ORDINARY,
              "",
              id < count ? Set.of(id) : Set.of(),
              List.of(),
              false,
              Tenant.PodSpecChoice.UNSTATED,
              List.of(),
              null));
    }
    int[] owners = IntStream.range(0, count).toArray();
    return Landscape.survey(cluster, new Tenancy(tenants, owners), assumptions);
  }

  public Landscape landscape() {
    return landscape(new Assumptions(List.of()));
  }

  /** Every step of the row, in words and in order of them. */
  public Set<String> steps(Row row, Assumptions.Statement... statements) {
    Assumptions assumptions = new Assumptions(List.of(statements));
    Landscape landscape = landscape(assumptions);
    Set<String> words = new TreeSet<>();
    StepSink[] holder = new StepSink[1];
    StepSink sink =
        new StepSink(
            new StepSink.Target() {
              @Override
              public void step(
                  int rowIndex,
                  int conclusion,
                  int[] premises,
                  int[] boundaries,
                  int[] assumed,
                  long @Nullable [] attackers) {
                words.add(
                    words(landscape, premises, conclusion)
                        + suffix(" breaking ", boundaries, i -> holder[0].boundaries().get(i))
                        + suffix(" assuming ", assumed, i -> assumptions.asked().get(i).id()));
                explain(landscape, row, premises, conclusion);
              }

              @Override
              public void start(int tenant, int fact, int[] assumed) {
                words.add(landscape.tenancy().tenant(tenant).name() + " starts");
              }
            },
            assumptions);
    holder[0] = sink;
    row.derive(landscape, sink);
    return words;
  }

  /** The steps that neither a made-up pod takes nor plumbing: from a premise with this text. */
  public Set<String> stepsFrom(String premise, Row row, Assumptions.Statement... statements) {
    return steps(row, statements).stream()
        .filter(step -> step.contains(premise))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String suffix(
      String word, int[] items, java.util.function.IntFunction<Object> name) {
    return items.length == 0
        ? ""
        : word
            + Arrays.stream(items)
                .mapToObj(name)
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(" and "));
  }

  /** The evidence of the first step whose words hold the text. */
  public List<String> evidence(Row row, String text, Assumptions.Statement... statements) {
    Landscape landscape = landscape(new Assumptions(List.of(statements)));
    List<String> found = new ArrayList<>();
    StepSink.Target target =
        new StepSink.Target() {
          @Override
          public void step(
              int rowIndex,
              int conclusion,
              int[] premises,
              int[] boundaries,
              int[] assumed,
              long @Nullable [] attackers) {
            if (found.isEmpty() && words(landscape, premises, conclusion).contains(text)) {
              explain(landscape, row, premises, conclusion)
                  .evidence()
                  .forEach(e -> found.add(e.object() + ": " + e.field() + " = " + e.value()));
            }
          }

          @Override
          public void start(int tenant, int fact, int[] assumed) {}
        };
    row.derive(landscape, new StepSink(target, landscape.assumptions()));
    return found;
  }

  private static EvidenceSink explain(
      Landscape landscape, Row row, int[] premises, int conclusion) {
    EvidenceSink evidence = new EvidenceSink();
    row.explain(
        landscape,
        new StepView() {
          @Override
          public int premiseCount() {
            return premises.length;
          }

          @Override
          public int premise(int index) {
            return premises[index];
          }

          @Override
          public int conclusion() {
            return conclusion;
          }
        },
        evidence);
    return evidence;
  }

  private static String words(Landscape landscape, int[] premises, int conclusion) {
    return Arrays.stream(premises)
            .mapToObj(premise -> FactText.of(landscape, premise))
            .collect(Collectors.joining(" & "))
        + " -> "
        + FactText.of(landscape, conclusion);
  }
}
