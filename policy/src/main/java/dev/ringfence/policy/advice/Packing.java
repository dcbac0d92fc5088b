package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.policy.traits.Amount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    boolean fits(Load capacity) {
      return cpu <= capacity.cpu && memory <= capacity.memory && pods <= capacity.pods;
    }

    double shareOf(Load capacity) {
      return Math.max(cpu / capacity.cpu, Math.max(memory / capacity.memory, pods / capacity.pods));
    }
  }

  /** A machine of 8 CPUs and 32 GiB, where no node says what it has. */
  private static final Load USUAL = new Load(8, 32 * 0x1p30, 110);

  private final Load node;
  private final String basis;

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
    return new Packing(
        loads.get(loads.size() / 2), "nodes like the median of " + loads.size() + " by CPU");
  }

  String basis() {
    return basis;
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
    for (Load pod : pods) {
      sum = sum.plus(pod);
    }
    return sum.shareOf(node);
  }

  /**
   * What a pod asks for: the larger of its containers together and each init container.
   *
   * @param overhead of the runtime that it is to get; empty for that which it has
   */
  static Load of(PodSpec spec, Map<String, String> overhead) {
    double cpu = 0;
    double memory = 0;
    double initCpu = 0;
    double initMemory = 0;
    for (Container container : spec.containers()) {
      double ownCpu = amount(container.requests(), "cpu");
      double ownMemory = amount(container.requests(), "memory");
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
        Math.max(cpu, initCpu) + amount(runtime, "cpu"),
        Math.max(memory, initMemory) + amount(runtime, "memory"),
        1);
  }

  private static double amount(Map<String, String> quantities, String resource) {
    String quantity = quantities.get(resource);
    return quantity == null ? 0 : Amount.of(quantity);
  }
}
