package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.Cluster;

/** What may be used without bound. */
public final class Contention {

  private final Cluster cluster;

  private Contention(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Contention of(Cluster cluster) {
    return new Contention(cluster);
  }

  Cluster cluster() {
    return cluster;
  }

  /** What can be used up. */
  public enum Resource {
    CPU(true, "cpu");

    private final boolean boundable;
    private final String word;

    Resource(boolean boundable, String word) {
      this.boundable = boundable;
      this.word = word;
    }

    public boolean boundable() {
      return boundable;
    }

    public String word() {
      return word;
    }
  }
}
