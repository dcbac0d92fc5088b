package dev.ringfence.benchmark.fence;

import dev.ringfence.enforce.Difference;
import dev.ringfence.enforce.Enforcement;
import dev.ringfence.enforce.LiveFences;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fences for 10, 100 and 1,000 tenants on a real API server: how long rendering, applying and
 * applying again take, and what creating a pod costs, in a fenced namespace and in one without.
 */
public final class FenceTimes {

  private static final int PODS = 300;
  private static final int PARALLEL = 8;
  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"cost"},"spec":{"containers":[{"name":"main",\
      "image":"example.test/main"}]}}""";

  private FenceTimes() {}

  /** Measures on a control plane of its own, and prints as it goes. */
  public static void measure(int[] sizes) {
    try (ControlPlane plane = ControlPlane.builder().version("1.36").start()) {
      plane.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: open}\n");
      measure(plane.administrator(), "open");
      row("no fences at all", measure(plane.administrator(), "open"));
      System.out.println();
      System.out.println(
          "| tenants | objects | rendered | applied | again | writes of the second run"
              + " | pod in a fence p50 | p99 | pod beside p50 | p99 |");
      System.out.println("|---|---|---|---|---|---|---|---|---|---|");
      for (int tenants : sizes) {
        measure(tenants, plane);
      }
    }
  }

  private static void measure(int tenants, ControlPlane plane) {
    FencePlan plan = ManyTenants.plan(tenants);
    long start = System.nanoTime();
    Controls controls = Controls.of(plan);
    Folder.of(controls);
    double rendered = since(start);
    start = System.nanoTime();
    int written = apply(controls, plane.administratorKubeconfig());
    double applied = since(start);
    start = System.nanoTime();
    int again = apply(controls, plane.administratorKubeconfig());
    double second = since(start);
    String fenced = ManyTenants.name(0);
    measure(plane.administrator(), fenced);
    double[] inside = measure(plane.administrator(), fenced);
    double[] beside = measure(plane.administrator(), "open");
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %.2f s | %.1f s (%d writes) | %.1f s | %d | %.1f ms | %.1f ms | %.1f ms |"
            + " %.1f ms |%n",
        tenants,
        controls.inOrder().size(),
        rendered,
        applied,
        written,
        second,
        again,
        inside[0],
        inside[1],
        beside[0],
        beside[1]);
  }

  /** Writes what differs, as {@code apply} does; how many writes it took. */
  private static int apply(Controls controls, Path kubeconfig) {
    Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString());
    try (LiveApi api =
        LiveApi.open("testbed", environment, kubeconfig.toAbsolutePath().resolveSibling("."))) {
      LiveFences live = LiveFences.read(api);
      Map<String, List<Difference>> tenants = new LinkedHashMap<>();
      controls
          .tenants()
          .forEach((name, objects) -> tenants.put(name, live.differences(objects, false)));
      Enforcement.Outcome outcome =
          new Enforcement(api, false, false, PARALLEL)
              .apply(live.differences(controls.cluster(), false), tenants);
      if (!outcome.refused().isEmpty()) {
        throw new IllegalStateException(outcome.refused().getFirst());
      }
      return outcome.done().size();
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Milliseconds at the median and the 99th percentile, one dry run after another. */
  private static double[] measure(ApiClient client, String namespace) {
    double[] times = new double[PODS];
    ApiClient dry = client.dryRun();
    for (int pod = 0; pod < PODS; pod++) {
      long start = System.nanoTime();
      dry.post("/api/v1/namespaces/" + namespace + "/pods", POD).orThrow();
      times[pod] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return new double[] {times[PODS / 2], times[PODS * 99 / 100]};
  }

  private static void row(String what, double[] times) {
    System.out.printf(Locale.ROOT, "%s: p50 %.1f ms, p99 %.1f ms%n", what, times[0], times[1]);
  }
}
