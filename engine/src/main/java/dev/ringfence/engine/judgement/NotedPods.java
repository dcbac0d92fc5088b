package dev.ringfence.engine.judgement;

import dev.ringfence.engine.cluster.ClusterEdit;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pods that came, went or were bound since their cluster was proved, unseen by anybody. */
final class NotedPods {

  /**
   * A pod that came.
   *
   * @param twin a pod of the proved cluster that nobody can tell from it; it may be gone itself
   */
  record Came(int twin, NewPod pod) {

    Came on(String node) {
      return new Came(twin, pod.on(node));
    }

    void into(ClusterEdit edit) {
      edit.addPod(twin, pod.name(), pod.labels(), pod.spec(), pod.nodeName());
    }
  }

  private final BitSet gone = new BitSet();
  private final Map<Integer, String> bound = new HashMap<>();

  /** By namespace and name, as they came. */
  private final Map<String, Came> came = new LinkedHashMap<>();

  /** The same by twin: which of them came, and which of those are on a node. */
  private final Map<Integer, Set<String>> besides = new HashMap<>();

  private final Map<Integer, Set<String>> onNodes = new HashMap<>();

  boolean isEmpty() {
    return came.isEmpty() && gone.isEmpty() && bound.isEmpty();
  }

  /** A pod of the proved cluster goes. */
  void goes(int pod) {
    gone.set(pod);
  }

  boolean isGone(int pod) {
    return gone.get(pod);
  }

  /** A pod of the proved cluster is on a node now. */
  void bound(int pod, String nodeName) {
    bound.put(pod, nodeName);
  }

  /** A pod comes, or is on another node than when it came. */
  void came(String key, Came one) {
    came.put(key, one);
    besides.computeIfAbsent(one.twin(), none -> new TreeSet<>()).add(key);
    if (one.pod().nodeName() != null) {
      onNodes.computeIfAbsent(one.twin(), none -> new TreeSet<>()).add(key);
    }
  }

  /** A pod that came goes again. */
  void goes(String key) {
    Came one = came.remove(key);
    if (one != null) {
      besides.getOrDefault(one.twin(), new TreeSet<>()).remove(key);
      onNodes.getOrDefault(one.twin(), new TreeSet<>()).remove(key);
    }
  }

  /** What came under the name, and is there still. */
  @Nullable Came cameAs(String key) {
    return came.get(key);
  }

  /** Whether something holds of all that came and are there still. */
  boolean allCome(Predicate<Came> what) {
    return came.values().stream().allMatch(what);
  }

  /** Whether some pod came beside the twin, and is there still. */
  boolean hasCome(int twin) {
    return !besides.getOrDefault(twin, Set.of()).isEmpty();
  }

  /**
   * Whether some of those are there for sure.
   *
   * @param told whether the cluster itself tells of its pods, so that each is
   */
  boolean someIsThere(int twin, boolean told) {
    return told ? hasCome(twin) : !onNodes.getOrDefault(twin, Set.of()).isEmpty();
  }

  /** Makes the same of the proved cluster that was edited in nothing else. */
  void into(ClusterEdit edit) {
    BitSet left = (BitSet) gone.clone();
    edit.removePods(left::get);
    bound.forEach(edit::bindPod);
    came.values().forEach(one -> one.into(edit));
  }
}
