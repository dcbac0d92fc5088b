package dev.ringfence.report.reach;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.engine.reach.ReachDifference;
import dev.ringfence.engine.tenancy.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a change opens and closes, gathered by pair of tenants. */
public final class ReachChanges {

  /**
   * One end.
   *
   * @param workload null for a CIDR
   * @param label for people; the CIDR where it is one
   */
  public record Side(@Nullable ObjectReference workload, String label) {}

  /** Ports that were opened or closed from one end to another. */
  public record Change(Side from, Side to, PortSet ports) {}

  /** All changes from one tenant to another. */
  public record Pair(String from, String to, List<Change> opened, List<Change> closed) {}

  /** A cluster and whose its namespaces are. */
  public record Snapshot(Reach reach, Tenancy tenancy) {}

  private final Snapshot before;
  private final Snapshot after;
  private final Map<String, Map<String, Pair>> pairs = new TreeMap<>();

  private ReachChanges(Snapshot before, Snapshot after) {
    this.before = before;
    this.after = after;
  }

  public static ReachChanges between(Snapshot before, Snapshot after) {
    ReachChanges changes = new ReachChanges(before, after);
    ReachDifference.between(before.reach(), after.reach()).forEach(changes::add);
    return changes;
  }

  private void add(
      ReachDifference.End source, ReachDifference.End destination, PortSet opened, PortSet closed) {
    Pair pair =
        pairs
            .computeIfAbsent(tenant(source), ignored -> new TreeMap<>())
            .computeIfAbsent(
                tenant(destination),
                to -> new Pair(tenant(source), to, new ArrayList<>(), new ArrayList<>()));
    for (Side from : sides(source)) {
      for (Side to : sides(destination)) {
        if (!opened.isEmpty()) {
          pair.opened().add(new Change(from, to, opened));
        }
        if (!closed.isEmpty()) {
          pair.closed().add(new Change(from, to, closed));
        }
      }
    }
  }

  private String tenant(ReachDifference.End end) {
    ObjectReference workload = end.workload();
    if (workload == null) {
      return ReachQuestion.OUTSIDE;
    }
    Snapshot known = end.after() >= 0 ? after : before;
    Cluster cluster = known.reach().cluster();
    int namespace = cluster.namespaceIndex(workload.namespaceOrEmpty());
    return known.tenancy().tenant(known.tenancy().ofNamespace(namespace)).name();
  }

  private static List<Side> sides(ReachDifference.End end) {
    ObjectReference workload = end.workload();
    if (workload != null) {
      return List.of(
          new Side(
              workload,
              workload.namespaceOrEmpty() + "/" + workload.kind() + "/" + workload.name()));
    }
    return end.addresses() == null
        ? List.of()
        : end.addresses().cidrs().stream().map(cidr -> new Side(null, cidr)).toList();
  }

  /** By attacker and victim; only pairs where something changed. */
  public List<Pair> pairs() {
    List<Pair> list = new ArrayList<>();
    pairs.values().forEach(byDestination -> list.addAll(byDestination.values()));
    return list;
  }
}
