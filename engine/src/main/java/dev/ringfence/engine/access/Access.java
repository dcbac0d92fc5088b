package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;

/** What every identity may do. */
public final class Access {

  private final Cluster cluster;

  private Access(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Access of(Cluster cluster) {
    return new Access(cluster);
  }

  /** The identity of a service account, or -1 where there is none. */
  public int serviceAccount(String namespace, String name) {
    return -1;
  }

  Cluster cluster() {
    return cluster;
  }
}
