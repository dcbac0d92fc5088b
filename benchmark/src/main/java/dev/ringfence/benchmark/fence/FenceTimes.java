package dev.ringfence.benchmark.fence;

import dev.ringfence.benchmark.fence.PodTimes.Percentiles;
import dev.ringfence.enforce.Difference;
import dev.ringfence.enforce.Enforcement;
import dev.ringfence.enforce.LiveFences;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.testbed.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fences for 10, 100 and 1,000 tenants on a real API server: how long rendering, applying and
 * applying again take, and what creating a pod costs, in a fenced namespace and in one without.
 *
 * <p>Sizes follow each other on one server: a run writes what the one before has not written yet.
 */
public final class FenceTimes {

  /** Tenants written at one time, as {@code apply} does unless told otherwise. */
  private static final int PARALLEL = 8;

  /** A namespace without any fence. */
  private static final String BESIDE = "beside";

  private final ControlPlane plane;
  private final PodTimes pods;
  private final List<String> lines = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  private FenceTimes(ControlPlane plane) {
    this.plane = plane;
    this.pods = new PodTimes(plane.administrator());
  }

  /**
   * Measures on a control plane of its own, tells on standard error how far it is, and prints.
   *
   * @param record where to write what is printed too, and, beside it, the times of pods as {@code
   *     .csv}; null for nowhere
   */
  public static void measure(int[] sizes, @Nullable Path record) {
    // Without scheduler: what it writes about pods that fit nowhere is no cost of a fence.
    try (ControlPlane plane = ControlPlane.builder().version("1.36").withoutScheduler().start()) {
      FenceTimes times = new FenceTimes(plane);
      times.measure(sizes);
      String text = String.join("\n", times.lines) + "\n";
      System.out.print(text);
      if (record != null) {
        Files.writeString(record, text);
        Path csv = Path.of(record.toString().replaceFirst("\\.[a-z]+$", "") + ".csv");
        Files.writeString(csv, String.join("\n", times.values) + "\n");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + record, failed);
    }
  }

  private void measure(int[] sizes) {
    lines.add("# Fences on a real API server");
    lines.add("");
    lines.add(
        "Measured on %s, %s, %d processors, by `ringfence-bench fences`: %d pods each, created one"
                .formatted(
                    LocalDate.now(ZoneOffset.UTC),
                    plane.version(),
                    Runtime.getRuntime().availableProcessors(),
                    PodTimes.PODS)
            + " after another and deleted, and %d dry runs, which go through admission alone."
                .formatted(PodTimes.PODS));
    lines.add("");
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    lines.add(
        String.format(
            Locale.ROOT, "The machine's load average before, of everything on it: %.1f.", load));
    lines.add("");
    plane.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + BESIDE + "}\n");
    say("creating pods on a server without fences");
    lines.add(
        "Without any fence on the server: %s created, %s admitted (p50, p99)."
            .formatted(pods.created(BESIDE).words(), pods.admitted(BESIDE).words()));
    lines.add("");
    lines.add(
        "| tenants | objects | planned | rendered | applied | writes | a second | again | writes then"
            + " | created in a fence p50, p99 | beside | admitted in a fence p50, p99 | beside |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int tenants : sizes) {
      measure(tenants);
    }
  }

  private void measure(int tenants) {
    say("planning and rendering " + tenants + " tenants");
    long start = System.nanoTime();
    FencePlan plan = ManyTenants.plan(tenants);
    double planned = since(start);
    start = System.nanoTime();
    Controls controls = Controls.of(plan);
    Folder.of(controls);
    double rendered = since(start);
    int objects = controls.inOrder().size();
    say("applying " + objects + " objects");
    start = System.nanoTime();
    int written = apply(controls);
    double applied = since(start);
    say("%d writes in %.0f s; applying again".formatted(written, applied));
    start = System.nanoTime();
    int again = apply(controls);
    double second = since(start);
    if (again != 0) {
      throw new IllegalStateException("a second run wrote " + again + " objects; it must not");
    }
    say("creating pods");
    String fenced = ManyTenants.name(0);
    Percentiles inside = pods.created(fenced);
    Percentiles beside = pods.created(BESIDE);
    Percentiles dryInside = pods.admitted(fenced);
    Percentiles dryBeside = pods.admitted(BESIDE);
    value(tenants, "created in a fence", inside);
    value(tenants, "created beside", beside);
    value(tenants, "admitted in a fence", dryInside);
    value(tenants, "admitted beside", dryBeside);
    lines.add(
        String.format(
            Locale.ROOT,
            "| %,d | %,d | %.2f s | %.2f s | %.1f s | %,d | %.0f | %.1f s | %d | %s | %s | %s | %s |",
            tenants,
            objects,
            planned,
            rendered,
            applied,
            written,
            written / applied,
            second,
            again,
            inside.words(),
            beside.words(),
            dryInside.words(),
            dryBeside.words()));
  }

  private void value(int tenants, String what, Percentiles found) {
    values.add(String.format(Locale.ROOT, "%d,%s p50,%.1f", tenants, what, found.p50()));
    values.add(String.format(Locale.ROOT, "%d,%s p99,%.1f", tenants, what, found.p99()));
  }

  /** Writes what differs, as {@code apply} does; how many writes it took. */
  private int apply(Controls controls) {
    Path kubeconfig = plane.administratorKubeconfig().toAbsolutePath();
    Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString());
    try (LiveApi api = LiveApi.open("testbed", environment, plane.folder())) {
      LiveFences live = LiveFences.read(api);
      Map<String, List<Difference>> tenants = new LinkedHashMap<>();
      controls
          .tenants()
          .forEach((name, objects) -> tenants.put(name, live.differences(objects, false)));
      Enforcement.Outcome outcome =
          new Enforcement(api, false, false, PARALLEL)
              .apply(live.differences(controls.cluster(), false), tenants);
      if (!outcome.refused().isEmpty()) {
        throw new IllegalStateException(
            outcome.refused().size() + " refused, the first: " + outcome.refused().getFirst());
      }
      return outcome.done().size();
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String what) {
    System.err.println("fences: " + what);
  }
}
