package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.DeviceKinds.AllocatedDevice;
import dev.ringfence.engine.cluster.DeviceKinds.Device;
import dev.ringfence.engine.cluster.DeviceKinds.Reach;
import dev.ringfence.engine.cluster.DeviceKinds.ResourceSlice;
import dev.ringfence.engine.cluster.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The devices that one node can reach, by pool. Only a pool's newest generation counts, and only
 * when all of its slices are there: a driver that is replacing them is waited for. Source:
 * k8s.io/dynamic-resource-allocation/structured, GatherPools.
 */
final class DevicePools {

  /** A pool, as seen from a node. */
  record PoolId(String driver, String name) {}

  /** One device within reach. */
  record Offer(PoolId pool, Device device) {

    AllocatedDevice allocated() {
      return new AllocatedDevice(pool.driver(), pool.name(), device.name(), true);
    }
  }

  private final List<Offer> offers = new ArrayList<>();
  private final List<PoolId> unusable = new ArrayList<>();
  private final Map<PoolId, Map<String, BigDecimal>> counters = new HashMap<>();

  /**
   * @param near those that may reach the node
   * @param slices all of the cluster's
   * @param taken devices that claims have for themselves
   */
  DevicePools(
      List<ResourceSlice> near, List<ResourceSlice> slices, Node node, Set<AllocatedDevice> taken) {
    Map<PoolId, List<ResourceSlice>> reached = new LinkedHashMap<>();
    for (ResourceSlice slice : near) {
      if (!slice.counters().isEmpty() || reaches(slice, node)) {
        addNewest(reached, slice);
      }
    }
    reached.forEach((pool, seen) -> addPool(slices, pool, seen, node, taken));
  }

  private static boolean reaches(ResourceSlice slice, Node node) {
    Reach where = slice.where();
    if (where != null) {
      return where.includes(node);
    }
    return slice.devices().stream().anyMatch(device -> reaches(device, node));
  }

  private static boolean reaches(Device device, Node node) {
    Reach own = device.where();
    return own != null && own.includes(node);
  }

  private static void addNewest(Map<PoolId, List<ResourceSlice>> pools, ResourceSlice slice) {
    PoolId id = new PoolId(slice.driver(), slice.pool());
    List<ResourceSlice> known = pools.computeIfAbsent(id, ignored -> new ArrayList<>());
    if (!known.isEmpty() && slice.generation() > known.getFirst().generation()) {
      known.clear();
    }
    if (known.isEmpty() || slice.generation() == known.getFirst().generation()) {
      known.add(slice);
    }
  }

  private void addPool(
      List<ResourceSlice> slices,
      PoolId pool,
      List<ResourceSlice> seen,
      Node node,
      Set<AllocatedDevice> taken) {
    List<ResourceSlice> all = seen;
    if (seen.size() != seen.getFirst().sliceCount()) {
      long newest = seen.getFirst().generation();
      all = new ArrayList<>();
      for (ResourceSlice slice : slices) {
        if (slice.driver().equals(pool.driver()) && slice.pool().equals(pool.name())) {
          newest = Math.max(newest, slice.generation());
          if (slice.generation() == seen.getFirst().generation()) {
            all.add(slice);
          }
        }
      }
      if (newest > seen.getFirst().generation()) {
        // The newer generation has nothing for this node: the pool is as if it were not there.
        return;
      }
    }
    if (all.size() != seen.getFirst().sliceCount() || !isValid(seen, all)) {
      unusable.add(pool);
      return;
    }
    for (ResourceSlice slice : seen) {
      for (Device device : slice.devices()) {
        if (slice.where() != null || reaches(device, node)) {
          offers.add(new Offer(pool, device));
        }
      }
    }
    counters.put(pool, left(pool, all, taken));
  }

  /** Names are given once, and only counters that exist are consumed. */
  private static boolean isValid(List<ResourceSlice> seen, List<ResourceSlice> all) {
    Set<String> names = new HashSet<>();
    Set<String> known = new HashSet<>();
    Set<String> sets = new HashSet<>();
    for (ResourceSlice slice : seen) {
      for (String set : slice.counters().keySet()) {
        if (!sets.add(set)) {
          return false;
        }
      }
      slice
          .counters()
          .forEach((set, counters) -> counters.keySet().forEach(one -> known.add(key(set, one))));
      for (Device device : slice.devices()) {
        if (!names.add(device.name())) {
          return false;
        }
      }
    }
    for (ResourceSlice slice : all) {
      for (Device device : slice.devices()) {
        for (Map.Entry<String, Map<String, String>> consumed : device.consumed().entrySet()) {
          for (String counter : consumed.getValue().keySet()) {
            if (!known.contains(key(consumed.getKey(), counter))) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  /** What taken devices have left of the pool's counters. */
  private static Map<String, BigDecimal> left(
      PoolId pool, List<ResourceSlice> slices, Set<AllocatedDevice> taken) {
    Map<String, BigDecimal> left = new HashMap<>();
    for (ResourceSlice slice : slices) {
      slice
          .counters()
          .forEach(
              (set, counters) ->
                  counters.forEach(
                      (one, amount) -> left.put(key(set, one), Amount.exactly(amount))));
    }
    for (ResourceSlice slice : slices) {
      for (Device device : slice.devices()) {
        if (taken.contains(new Offer(pool, device).allocated())) {
          amounts(device)
              .forEach((key, amount) -> left.merge(key, amount.negate(), BigDecimal::add));
        }
      }
    }
    return left;
  }

  /** What a device takes of its pool's counters, by the keys of {@link #counters}. */
  static Map<String, BigDecimal> amounts(Device device) {
    if (device.consumed().isEmpty()) {
      return Map.of();
    }
    Map<String, BigDecimal> amounts = new HashMap<>();
    device
        .consumed()
        .forEach(
            (set, counters) ->
                counters.forEach(
                    (one, amount) -> amounts.put(key(set, one), Amount.exactly(amount))));
    return amounts;
  }

  private static String key(String set, String counter) {
    return set + "/" + counter;
  }

  /** Devices within reach, of complete and valid pools. */
  List<Offer> offers() {
    return offers;
  }

  /** Pools within reach that are being replaced or contradict themselves. */
  List<PoolId> unusable() {
    return unusable;
  }

  /** What is left of a pool's counters. */
  Map<String, BigDecimal> counters(PoolId pool) {
    return counters.getOrDefault(pool, Map.of());
  }
}
