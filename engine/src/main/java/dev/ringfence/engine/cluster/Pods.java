package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All pods as columns: those read and those that a workload without pods would have. Specs, label
 * sets and controllers are shared objects, so that 150,000 pods cost a few arrays.
 */
public final class Pods {

  /** How the names of pods end that are made up for workloads: no pod can be called so. */
  public static final String WOULD_BE = "-*";

  private final int count;
  private final int[] namespaces;
  private final String[] names;
  private final LabelSet[] labels;
  private final PodSpec[] specs;
  private final int[] nodes;
  private final ObjectReference[] topmost;
  private final String[] specPaths;
  private final int[] replicas;
  private final boolean[] completed;
  private final @Nullable List<String>[] addresses;
  private final Origin[] origins;

  Pods(Columns columns) {
    this.count = columns.names.size();
    this.namespaces = columns.namespaces.stream().mapToInt(Integer::intValue).toArray();
    this.names = columns.names.toArray(String[]::new);
    this.labels = columns.labels.toArray(LabelSet[]::new);
    this.specs = columns.specs.toArray(PodSpec[]::new);
    this.nodes = columns.nodes.stream().mapToInt(Integer::intValue).toArray();
    this.topmost = columns.topmost.toArray(ObjectReference[]::new);
    this.specPaths = columns.specPaths.toArray(String[]::new);
    this.replicas = columns.replicas.stream().mapToInt(Integer::intValue).toArray();
    this.completed = new boolean[count];
    for (int pod = 0; pod < count; pod++) {
      completed[pod] = columns.completed.get(pod);
    }
    this.addresses = columns.addresses.toArray(Columns.listArray());
    this.origins = columns.origins.toArray(Origin[]::new);
  }

  /** The columns while they grow. */
  static final class Columns {
    final List<Integer> namespaces = new ArrayList<>();
    final List<String> names = new ArrayList<>();
    final List<LabelSet> labels = new ArrayList<>();
    final List<PodSpec> specs = new ArrayList<>();
    final List<Integer> nodes = new ArrayList<>();
    final List<ObjectReference> topmost = new ArrayList<>();
    final List<String> specPaths = new ArrayList<>();
    final List<Integer> replicas = new ArrayList<>();
    final List<Boolean> completed = new ArrayList<>();
    final List<List<String>> addresses = new ArrayList<>();
    final List<Origin> origins = new ArrayList<>();

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other spelling
    static java.util.function.IntFunction<List<String>[]> listArray() {
      return size -> new List[size];
    }
  }

  public int count() {
    return count;
  }

  /** The index of the pod's namespace in {@link Cluster#namespaces()}. */
  public int namespace(int pod) {
    return namespaces[pod];
  }

  /** The pod's name; for a pod that a workload would have, the workload's name with {@code -*}. */
  public String name(int pod) {
    return names[pod];
  }

  public LabelSet labels(int pod) {
    return labels[pod];
  }

  public PodSpec spec(int pod) {
    return specs[pod];
  }

  /** The index of the node that the pod runs on now, or -1. */
  public int node(int pod) {
    return nodes[pod];
  }

  /** What a person would edit: the topmost controller, or the pod itself. */
  public ObjectReference topmost(int pod) {
    return topmost[pod];
  }

  /** Where the spec stands in {@link #topmost}, for example {@code spec.template.spec}. */
  public String specPath(int pod) {
    return specPaths[pod];
  }

  /** How many pods this row stands for: 1 for a pod that was read. */
  public int replicas(int pod) {
    return replicas[pod];
  }

  /**
   * Whether the row stands for the pods that a workload would have, of which the source has none.
   */
  public boolean isWouldBe(int pod) {
    return name(pod).endsWith(WOULD_BE);
  }

  /** Succeeded or failed: it runs nothing and has no address. */
  public boolean completed(int pod) {
    return completed[pod];
  }

  /** The pod's addresses; empty where it has none yet. */
  public List<String> addresses(int pod) {
    List<String> list = addresses[pod];
    return list == null ? List.of() : list;
  }

  public Origin origin(int pod) {
    return origins[pod];
  }
}
