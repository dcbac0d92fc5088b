package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.engine.reach.ReachDifference.End;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ways that close, gathered by what is closed and by the Service before it. Of a thousand tenants
 * there are millions of them, so who comes is a number until it is worded.
 */
final class ClosedWays {

  private static final String OUTSIDE = "outside the cluster";

  /** A Service before a workload, and its ports on the workload's pods. */
  record Front(String service, PortSet ports) {}

  private final Map<ObjectReference, Set<Front>> fronts;

  /** Whoever may come, in words and in their order. */
  private final List<String> words;

  private final Map<String, Integer> places = new HashMap<>();
  private final Map<ObjectReference, Target> targets = new HashMap<>();
  private final Map<String, BitSet> byService = new TreeMap<>();
  private final BitSet outward = new BitSet();

  private @Nullable End lastSource;
  private int placeOfLast;

  ClosedWays(Reach before, Reach after, Map<ObjectReference, Set<Front>> fronts) {
    this.fronts = Map.copyOf(fronts);
    Set<String> all = new TreeSet<>(Set.of(OUTSIDE));
    before.workloads().forEach(each -> all.add(each.reference().toString()));
    after.workloads().forEach(each -> all.add(each.reference().toString()));
    words = List.copyOf(all);
    for (int place = 0; place < words.size(); place++) {
      places.put(words.get(place), place);
    }
  }

  /**
   * Where a way ends.
   *
   * @param unnamed who came to ports that no Service has
   */
  private record Target(List<Way> ways, BitSet unnamed) {}

  /** One Service before it. */
  private record Way(PortSet ports, BitSet from) {}

  /** Takes what a change closes; what is gone altogether was not closed. */
  void add(End source, End destination, PortSet opened, PortSet closed) {
    boolean gone = source.after() < 0 || destination.after() < 0;
    if (closed.isEmpty() || gone) {
      return;
    }
    ObjectReference to = destination.workload();
    if (to == null) {
      if (source.workload() != null) {
        outward.set(place(source));
      }
      return;
    }
    Target target = targets.computeIfAbsent(to, this::target);
    boolean named = false;
    for (Way way : target.ways()) {
      if (!way.ports().and(closed).isEmpty()) {
        way.from().set(place(source));
        named = true;
      }
    }
    if (!named) {
      target.unnamed().set(place(source));
    }
  }

  private Target target(ObjectReference to) {
    List<Way> ways = new ArrayList<>();
    for (Front front : fronts.getOrDefault(to, Set.of())) {
      ways.add(
          new Way(
              front.ports(),
              byService.computeIfAbsent(front.service(), service -> new BitSet(words.size()))));
    }
    return new Target(ways, new BitSet(words.size()));
  }

  @SuppressWarnings(
      "ReferenceEquality") // ways come source by source: the last one need not be sought
  private int place(End source) {
    if (source != lastSource) {
      ObjectReference workload = source.workload();
      Integer known = places.get(workload == null ? OUTSIDE : workload.toString());
      if (known == null) {
        throw new IllegalStateException("no workload of either side: " + workload);
      }
      lastSource = source;
      placeOfLast = known;
    }
    return placeOfLast;
  }

  /** A line for each Service, one for ways out, and how many pairs there are beside. */
  List<String> inWords() {
    List<String> lines = new ArrayList<>();
    byService.forEach(
        (service, from) -> {
          if (!from.isEmpty()) {
            lines.add(service + " from " + names(from));
          }
        });
    if (!outward.isEmpty()) {
      lines.add("ways out of the cluster from " + names(outward));
    }
    int others = targets.values().stream().mapToInt(each -> each.unnamed().cardinality()).sum();
    if (others > 0) {
      lines.add(others + " pairs of workloads at ports that no Service has");
    }
    return lines;
  }

  private String names(BitSet from) {
    StringBuilder names = new StringBuilder();
    from.stream()
        .forEach(place -> names.append(names.isEmpty() ? "" : ", ").append(words.get(place)));
    return names.toString();
  }
}
