package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Senders and receivers that are both isolated: the only ones that are named pair by pair. */
final class IsolatedPairs {

  private final Plan plan;
  private final Isolation ingress;
  private final Isolation egress;
  private final int doubts;
  private final int[] stamps;
  private int stamp;
  private int @Nullable [][] peersOfSource;

  /**
   * @param doubts those that some peer rests on
   */
  IsolatedPairs(Plan plan, Isolation ingress, Isolation egress, int doubts) {
    this.plan = plan;
    this.ingress = ingress;
    this.egress = egress;
    this.doubts = doubts;
    this.stamps = new int[plan.destinationClassCount()];
  }

  /**
   * Every isolated destination class that an isolated source class may connect to. Candidates come
   * from whichever side names fewer: those that the source's grants stand for, or those that grant
   * something to a peer of the source. A rule towards all namespaces on one side then costs nothing
   * as long as the other side is narrow.
   */
  void of(int sourceClass, Plan.Pairs pairs) {
    List<int[]> granted = new ArrayList<>();
    for (int grant : plan.grantsOf(sourceClass)) {
      for (int doubt : Doubt.SINGLE) {
        granted.add(plan.destinationsIn(plan.peerOfGrant(grant), doubt));
      }
    }
    List<int[]> granting = new ArrayList<>();
    for (int peer : peersOfSource(sourceClass)) {
      granting.add(plan.grantors(peer));
    }
    int source = plan.sourceExample(sourceClass);
    stamp++;
    for (int[] candidates : total(granting) < total(granted) ? granting : granted) {
      for (int destination : candidates) {
        if (stamps[destination] != stamp && plan.isolatedDestination(destination)) {
          stamps[destination] = stamp;
          pair(source, destination, pairs);
        }
      }
    }
  }

  private static long total(List<int[]> lists) {
    long total = 0;
    for (int[] list : lists) {
      total += list.length;
    }
    return total;
  }

  /** The peers of ingress rules that certainly or perhaps stand for the source class. */
  private int[] peersOfSource(int sourceClass) {
    int[][] known = peersOfSource;
    if (known == null) {
      List<List<Integer>> lists = new ArrayList<>();
      for (int each = 0; each < plan.sourceClassCount(); each++) {
        lists.add(new ArrayList<>());
      }
      for (int peer = 0; peer < plan.peerCount(); peer++) {
        if (plan.grantors(peer).length > 0) {
          for (int doubt : Doubt.SINGLE) {
            for (int each : plan.sourcesIn(peer, doubt)) {
              lists.get(each).add(peer);
            }
          }
        }
      }
      known = new int[lists.size()][];
      for (int each = 0; each < known.length; each++) {
        known[each] = lists.get(each).stream().mapToInt(Integer::intValue).toArray();
      }
      peersOfSource = known;
    }
    return known[sourceClass];
  }

  /**
   * One pair.
   *
   * @param source an endpoint of the source class
   */
  void pair(int source, int destinationClass, Plan.Pairs pairs) {
    int destination = plan.destinationExample(destinationClass);
    PortSet known = PortSet.NONE;
    int granted = 0;
    do {
      PortSet out = egress.granted(source, destination, destination, granted);
      PortSet ports =
          out.isEmpty()
              ? PortSet.NONE
              : out.and(ingress.granted(destination, source, destination, granted)).anyFamily();
      if (!known.containsAll(ports)) {
        pairs.pair(destinationClass, ports, granted);
        known = known.or(ports);
      }
      // The next subset of the doubts that some peer has: few clusters have any.
      granted = ((granted | ~doubts) + 1) & doubts;
    } while (granted != 0);
  }
}
