package dev.ringfence.engine.verdict;

/**
 * A boundary by kind and implementation, for example {@code kernel}/{@code linux} or {@code
 * workload}/{@code docker.io/library/nginx}.
 */
public record Boundary(String kind, String implementation) implements Comparable<Boundary> {

  @Override
  public int compareTo(Boundary other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : implementation.compareTo(other.implementation);
  }

  @Override
  public String toString() {
    return implementation.isEmpty() ? kind : kind + ":" + implementation;
  }
}
