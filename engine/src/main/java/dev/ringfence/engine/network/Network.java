package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;

/** Who can connect to whom. */
public final class Network {

  private final Cluster cluster;

  private Network(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Network of(Cluster cluster) {
    return new Network(cluster);
  }

  Cluster cluster() {
    return cluster;
  }
}
