package dev.ringfence.engine.judgement;

import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.contention.Resource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of processors, memory and ephemeral storage that nobody tells apart. What is read of them
 * is whether there is a request or a limit, whether the two are the same (which decides who is
 * evicted), and whether the limits of a pod are all that a node has to give; ArchitectureTest keeps
 * it so. Other resources are devices, of which each counts.
 */
final class AlikeAmounts {

  private static final List<Resource> BOUNDED =
      List.of(Resource.CPU, Resource.MEMORY, Resource.EPHEMERAL_STORAGE);

  /** By name of the resource what some node has to give of it. */
  private final Map<String, NavigableSet<Long>> given = new HashMap<>();

  AlikeAmounts(Cluster cluster) {
    for (Resource resource : BOUNDED) {
      Set<String> quantities = new HashSet<>(); // many nodes, of a few sizes
      for (Node node : cluster.nodes()) {
        String quantity = node.allocatable().get(resource.word());
        if (quantity != null) {
          quantities.add(quantity);
        }
      }
      NavigableSet<Long> amounts = new TreeSet<>();
      quantities.forEach(quantity -> amounts.add(Amount.of(resource.word(), quantity)));
      given.put(resource.word(), amounts);
    }
  }

  /** Whether the containers of two pods, as many and the same but for amounts, are alike. */
  boolean areAlike(List<Container> ones, List<Container> others) {
    Map<String, Long> sums = new HashMap<>();
    Map<String, Long> otherSums = new HashMap<>();
    for (int place = 0; place < ones.size(); place++) {
      Container one = ones.get(place);
      Container other = others.get(place);
      if (!areOthersTheSame(one.requests(), other.requests())
          || !areOthersTheSame(one.limits(), other.limits())) {
        return false;
      }
      for (Resource resource : BOUNDED) {
        String word = resource.word();
        if (!areOfOneKind(one.limits().get(word), other.limits().get(word))
            || !areOfOneKind(one.requests().get(word), other.requests().get(word))
            || isFixed(one, word) != isFixed(other, word)) {
          return false;
        }
      }
      add(one, sums);
      add(other, otherSums);
      // Where one has no limit, what those before it may use can count by itself.
      for (Resource resource : BOUNDED) {
        if (!fitTheSameNodes(resource.word(), sums, otherSums)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean fitTheSameNodes(
      String word, Map<String, Long> sums, Map<String, Long> otherSums) {
    long one = sums.getOrDefault(word, 0L);
    long other = otherSums.getOrDefault(word, 0L);
    NavigableSet<Long> amounts = given.getOrDefault(word, new TreeSet<>());
    Long next = amounts.higher(Math.min(one, other));
    return next == null || next > Math.max(one, other);
  }

  private static void add(Container container, Map<String, Long> sums) {
    for (Resource resource : BOUNDED) {
      String limit = container.limits().get(resource.word());
      if (limit != null && Contention.isLimit(limit)) {
        long amount = Amount.of(resource.word(), limit);
        sums.merge(
            resource.word(),
            amount,
            (sum, more) -> sum > Long.MAX_VALUE - more ? Long.MAX_VALUE : sum + more);
      }
    }
  }

  /** Whether both are there or neither is, and both bound something or neither does. */
  private static boolean areOfOneKind(@Nullable String one, @Nullable String other) {
    return (one == null || other == null)
        ? one == null && other == null
        : Contention.isLimit(one) == Contention.isLimit(other)
            && one.equals("0") == other.equals("0");
  }

  private static boolean isFixed(Container container, String word) {
    String limit = container.limits().get(word);
    return limit != null && limit.equals(container.requests().get(word));
  }

  private static boolean areOthersTheSame(Map<String, String> one, Map<String, String> other) {
    return withoutBounded(one).equals(withoutBounded(other));
  }

  private static Map<String, String> withoutBounded(Map<String, String> amounts) {
    Map<String, String> others = new HashMap<>(amounts);
    BOUNDED.forEach(resource -> others.remove(resource.word()));
    return others;
  }
}
