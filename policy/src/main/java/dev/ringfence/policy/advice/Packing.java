package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.policy.fence.Profiles;
import dev.ringfence.policy.traits.Amount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many nodes pods fill, by first-fit decreasing on CPU, memory and the number of pods. FFD
 * takes at most 11/9 of the best packing plus one bin (Dósa 2007, for one resource), which is near
 * enough for a price.
 */
final class Packing {

  /** What a pod asks for, or a node offers. */
  record Load(double cpu, double memory, double pods) {
    Load plus(Load other) {
      return new Load(cpu + other.cpu, memory + other.memory, pods + other.pods);
    }

    Load minus(Load other) {
      return new Load(cpu - other.cpu, memory - other.memory, pods - other.pods);
    }

    boolean isNothing() {
      return cpu <= 0 || memory <= 0 || pods <= 0;
    }

    boolean fits(Load capacity) {
      // Twenty times a tenth is a little more than two.
      return cpu <= capacity.cpu * (1 + 1e-9)
          && memory <= capacity.memory * (1 + 1e-9)
          && pods <= capacity.pods;
    }

    double shareOf(Load capacity) {
      return Math.max(cpu / capacity.cpu, Math.max(memory / capacity.memory, pods / capacity.pods));
    }
  }

  /** A machine of 8 CPUs and 32 GiB, where no node says what it has. */
  private static final Load USUAL = new Load(8, 32 * 0x1p30, 110);

  private final Load node;
  private final String basis;

  /** What is counted where a pod asks for nothing, in words; empty where every pod asks. */
  private static final String DEFAULTS =
      "containers that request nothing counted by the fence's defaults of "
          + Profiles.DEFAULT_REQUESTS.get("cpu")
          + " and "
          + Profiles.DEFAULT_REQUESTS.get("memory");

  private Packing(Load node, String basis) {
    this.node = node;
    this.basis = basis;
  }

  /** Onto nodes like the cluster's median one by CPU. */
  static Packing onNodesOf(Cluster cluster) {
    List<Load> loads = new ArrayList<>();
    for (Node candidate : cluster.nodes()) {
      Map<String, String> room = candidate.allocatable();
      if (room.containsKey("cpu") && room.containsKey("memory")) {
        loads.add(
            new Load(
                amount(room, "cpu"),
                amount(room, "memory"),
                room.containsKey("pods") ? amount(room, "pods") : USUAL.pods()));
      }
    }
    if (loads.isEmpty()) {
      return new Packing(USUAL, "nodes of 8 CPUs and 32 GiB, because none says what it has");
    }
    loads.sort(Comparator.comparingDouble(Load::cpu));
    Load daemons = daemonsOf(cluster);
    Load median = loads.get(loads.size() / 2);
    String like = "nodes like the median of " + loads.size() + " by CPU";
    Load left = median.minus(daemons);
    return daemons.pods() == 0 || left.isNothing()
        ? new Packing(median, like)
        : new Packing(
            left,
            String.format(
                Locale.ROOT,
                "%s, less %.2f CPUs and %.0f MiB for %.0f of the platform's daemons",
                like,
                daemons.cpu(),
                daemons.memory() / 0x1p20,
                daemons.pods()));
  }

  /** What DaemonSets of kube-system take of each node, as if all of them ran on it. */
  private static Load daemonsOf(Cluster cluster) {
    Map<ObjectReference, Load> byWorkload = new HashMap<>();
    for (PodClass pods : cluster.podClasses()) {
      ObjectReference workload = cluster.pods().topmost(pods.example());
      if (workload.kind().equals("DaemonSet") && "kube-system".equals(workload.namespace())) {
        byWorkload.putIfAbsent(workload, requested(pods.spec(), Map.of()));
      }
    }
    Load sum = new Load(0, 0, 0);
    for (Load each : byWorkload.values()) {
      sum = sum.plus(each);
    }
    return sum;
  }

  /** What the estimate for these pods stands on. */
  String basis(List<PodSpec> specs, List<Load> loads) {
    StringBuilder words = new StringBuilder(basis);
    if (specs.stream().anyMatch(Packing::requestsNothing)) {
      words.append("; ").append(DEFAULTS);
    }
    long larger = loads.stream().filter(load -> !load.fits(node)).count();
    if (larger > 0) {
      words
          .append("; ")
          .append(larger)
          .append(larger == 1 ? " pod is" : " pods are")
          .append(" larger than such a node, and counted as one node each");
    }
    return words.toString();
  }

  private static boolean requestsNothing(PodSpec spec) {
    return spec.containers().stream()
        .filter(container -> container.type() == Container.Type.REGULAR)
        .anyMatch(
            container ->
                !(container.requests().containsKey("cpu")
                    && container.requests().containsKey("memory")));
  }

  /** The nodes that pods fill alone; those larger than a node count one each. */
  int nodes(List<Load> pods) {
    List<Load> sorted = new ArrayList<>(pods);
    sorted.sort(Comparator.comparingDouble((Load load) -> load.shareOf(node)).reversed());
    List<Load> bins = new ArrayList<>();
    for (Load pod : sorted) {
      int bin = 0;
      while (bin < bins.size() && !bins.get(bin).plus(pod).fits(node)) {
        bin++;
      }
      if (bin == bins.size()) {
        bins.add(pod);
      } else {
        bins.set(bin, bins.get(bin).plus(pod));
      }
    }
    return bins.size();
  }

  /** The part of nodes that pods take among others. */
  double share(List<Load> pods) {
    Load sum = new Load(0, 0, 0);
    int larger = 0;
    for (Load pod : pods) {
      if (pod.fits(node)) {
        sum = sum.plus(pod);
      } else {
        larger++;
      }
    }
    return larger + sum.shareOf(node);
  }

  /**
   * What a pod asks for in a fence: the larger of its containers together and each init container.
   * Those that request nothing get the fence's defaults.
   *
   * @param overhead of the runtime that it is to get; empty for that which it has
   */
  static Load of(PodSpec spec, Map<String, String> overhead) {
    return requested(spec, overhead, Profiles.DEFAULT_REQUESTS);
  }

  private static Load requested(PodSpec spec, Map<String, String> overhead) {
    return requested(spec, overhead, Map.of());
  }

  private static Load requested(
      PodSpec spec, Map<String, String> overhead, Map<String, String> defaults) {
    double cpu = 0;
    double memory = 0;
    double initCpu = 0;
    double initMemory = 0;
    for (Container container : spec.containers()) {
      if (container.type() == Container.Type.EPHEMERAL) {
        continue; // it has no resources
      }
      double ownCpu = amount(container.requests(), "cpu", defaults);
      double ownMemory = amount(container.requests(), "memory", defaults);
      boolean stays =
          container.type() == Container.Type.REGULAR
              || (container.type() == Container.Type.INIT && container.restartableInit());
      if (stays) {
        cpu += ownCpu;
        memory += ownMemory;
      } else {
        initCpu = Math.max(initCpu, ownCpu);
        initMemory = Math.max(initMemory, ownMemory);
      }
    }
    Map<String, String> runtime = overhead.isEmpty() ? spec.overhead() : overhead;
    return new Load(
        ofPod(spec, "cpu", Math.max(cpu, initCpu)) + amount(runtime, "cpu"),
        ofPod(spec, "memory", Math.max(memory, initMemory)) + amount(runtime, "memory"),
        1);
  }

  /** What the pod asks for as a whole goes before what its containers do. */
  private static double ofPod(PodSpec spec, String resource, double ofContainers) {
    return spec.podRequests().containsKey(resource)
        ? amount(spec.podRequests(), resource)
        : ofContainers;
  }

  private static double amount(
      Map<String, String> quantities, String resource, Map<String, String> defaults) {
    return amount(quantities.containsKey(resource) ? quantities : defaults, resource);
  }

  private static double amount(Map<String, String> quantities, String resource) {
    String quantity = quantities.get(resource);
    return quantity == null ? 0 : Amount.of(quantity);
  }
}
