package dev.ringfence.report.place;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where one pod could be.
 *
 * @param nodes where the scheduler would put it now, other pods as they are; names, sorted
 * @param possibleNodes where it could be at some time; names, sorted
 * @param refused why it would not be put on the other nodes now
 * @param notes what the answer rests on, for this pod
 */
public record PodPlaces(
    String namespace,
    String name,
    List<String> nodes,
    List<String> possibleNodes,
    List<Refused> refused,
    List<String> notes) {

  /** Nodes that one filter refuses for one reason. */
  public record Refused(String filter, String reason, List<String> nodes) {
    public Refused {
      nodes = List.copyOf(nodes);
    }
  }

  public PodPlaces {
    nodes = List.copyOf(nodes);
    possibleNodes = List.copyOf(possibleNodes);
    refused = List.copyOf(refused);
    notes = List.copyOf(notes);
  }

  /** Works out the row of one pod of the cluster. */
  static PodPlaces of(Cluster cluster, Placement ever, CurrentPlacement now, int pod) {
    List<String> nodes = new ArrayList<>();
    Map<Refusal, List<String>> refused = new LinkedHashMap<>();
    Set<String> doubts = new LinkedHashSet<>();
    var refusals = now.refusals(pod, doubts::add);
    for (int node = 0; node < refusals.length; node++) {
      Refusal refusal = refusals[node];
      String name = cluster.nodes().get(node).name();
      if (refusal == null) {
        nodes.add(name);
      } else {
        refused.computeIfAbsent(refusal, ignored -> new ArrayList<>()).add(name);
      }
    }
    List<String> possible = new ArrayList<>();
    for (int node : ever.everNodes(pod)) {
      possible.add(cluster.nodes().get(node).name());
    }
    nodes.sort(null);
    possible.sort(null);
    List<Refused> reasons = new ArrayList<>();
    refused.forEach(
        (refusal, names) -> {
          names.sort(null);
          reasons.add(new Refused(refusal.filter(), refusal.reason(), names));
        });
    List<String> notes = notes(cluster, cluster.pods().spec(pod));
    notes.addAll(doubts);
    return new PodPlaces(
        cluster.namespaces().get(cluster.pods().namespace(pod)).name(),
        cluster.pods().name(pod),
        nodes,
        possible,
        reasons,
        notes);
  }

  private static List<String> notes(Cluster cluster, PodSpec spec) {
    List<String> notes = new ArrayList<>();
    String runtime = spec.runtimeClassName();
    if (runtime != null
        && cluster.runtimeClasses().stream().noneMatch(one -> one.meta().name().equals(runtime))) {
      notes.add(
          "RuntimeClass "
              + runtime
              + " is not known: without it the API server refuses the pod, and a kubelet cannot"
              + " start it");
    }
    if (spec.nodeName() != null) {
      notes.add(
          "spec.nodeName is set: no scheduler is asked, only what the kubelet refuses counts");
    } else if (CurrentPlacement.goesPastTheScheduler(spec)) {
      notes.add(
          "scheduler "
              + spec.schedulerName()
              + " is not known: taken to bind the pod wherever the kubelet lets it run");
    }
    return notes;
  }
}
