package dev.ringfence.engine.reach;

import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a change opens and closes. Workloads are the same where kind, namespace and name are. */
public final class ReachDifference {

  /**
   * One end as both know it.
   *
   * @param workload null for addresses
   * @param addresses null for workloads
   * @param before its number before the change, or -1
   * @param after its number after the change, or -1
   */
  public record End(
      @Nullable ObjectReference workload,
      @Nullable AddressRanges addresses,
      int before,
      int after) {}

  /** Takes what was opened and closed, by source and then destination; either may be empty. */
  public interface Each {
    void changed(End source, End destination, PortSet opened, PortSet closed);
  }

  private final Reach before;
  private final Reach after;
  private final List<End> ends = new ArrayList<>();

  private ReachDifference(Reach before, Reach after) {
    this.before = before;
    this.after = after;
    addWorkloads();
    addAddresses();
  }

  public static ReachDifference between(Reach before, Reach after) {
    return new ReachDifference(before, after);
  }

  private void addWorkloads() {
    Map<ObjectReference, Integer> earlier = numbers(before);
    Map<ObjectReference, Integer> later = numbers(after);
    Map<List<String>, ObjectReference> sorted = new TreeMap<>(ReachDifference::compare);
    earlier.keySet().forEach(each -> sorted.put(key(each), each));
    later.keySet().forEach(each -> sorted.put(key(each), each));
    for (ObjectReference each : sorted.values()) {
      ends.add(new End(each, null, earlier.getOrDefault(each, -1), later.getOrDefault(each, -1)));
    }
  }

  private static Map<ObjectReference, Integer> numbers(Reach reach) {
    Map<ObjectReference, Integer> numbers = new HashMap<>();
    for (int end = 0; reach.isWorkload(end); end++) {
      numbers.put(reach.workload(end).reference(), end);
    }
    return numbers;
  }

  private static List<String> key(ObjectReference reference) {
    return List.of(reference.namespaceOrEmpty(), reference.kind(), reference.name());
  }

  private static int compare(List<String> one, List<String> other) {
    return Arrays.compare(one.toArray(String[]::new), other.toArray(String[]::new));
  }

  /** Ranges that neither side tells apart. */
  private void addAddresses() {
    for (int one = before.workloads().size(); one < before.count(); one++) {
      for (int other = after.workloads().size(); other < after.count(); other++) {
        AddressRanges both = before.addresses(one).and(after.addresses(other));
        if (!both.isEmpty()) {
          ends.add(new End(null, both, one, other));
        }
      }
    }
  }

  public void forEach(Each each) {
    BitSet allBefore = before.everything();
    BitSet allAfter = after.everything();
    for (End source : ends) {
      PortSet[] earlier = source.before() < 0 ? null : before.row(source.before(), allBefore);
      PortSet[] later = source.after() < 0 ? null : after.row(source.after(), allAfter);
      for (End destination : ends) {
        PortSet was = ports(earlier, destination.before());
        PortSet is = ports(later, destination.after());
        if (!was.equals(is)) {
          PortSet opened = is.minus(was);
          PortSet closed = was.minus(is);
          if (!opened.isEmpty() || !closed.isEmpty()) {
            each.changed(source, destination, opened, closed);
          }
        }
      }
    }
  }

  private static PortSet ports(PortSet @Nullable [] row, int end) {
    return row == null || end < 0 ? PortSet.NONE : row[end];
  }
}
