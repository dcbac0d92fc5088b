package dev.ringfence.engine.cluster;

import java.util.List;

/**
 * A Calico {@code NetworkSet} or {@code GlobalNetworkSet}: addresses that selectors find by label.
 */
public record NetworkSet(ObjectMeta meta, List<String> nets) {
  public NetworkSet {
    nets = List.copyOf(nets);
  }
}
