package dev.ringfence.benchmark.generate;

import java.util.Locale;

/** The sizes of DESIGN's table. Policies and bindings of the two smaller ones keep its ratios. */
public enum Size {
  TINY(10, 60, 4, 8, 6, 20),
  SMALL(100, 1_000, 20, 60, 120, 300),
  MEDIUM(1_000, 10_000, 200, 700, 1_400, 3_500),
  LARGE(5_000, 150_000, 1_000, 10_000, 20_000, 50_000);

  final int nodes;
  final int pods;
  final int tenants;
  final int namespaces;
  final int policies;
  final int bindings;

  Size(int nodes, int pods, int tenants, int namespaces, int policies, int bindings) {
    this.nodes = nodes;
    this.pods = pods;
    this.tenants = tenants;
    this.namespaces = namespaces;
    this.policies = policies;
    this.bindings = bindings;
  }

  /** By its name in any case. */
  public static Size named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
