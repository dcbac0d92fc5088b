package dev.ringfence.benchmark.fence;

import dev.ringfence.testbed.api.ApiClient;
import java.util.Arrays;
import java.util.Locale;

/** What creating a pod takes, one request after another. */
final class PodTimes {

  /** Pods that are timed, after as many more that only warm up. */
  static final int PODS = 300;

  private static final int WARM_UP = 100;

  private final ApiClient administrator;

  PodTimes(ApiClient administrator) {
    this.administrator = administrator;
  }

  /** Milliseconds. */
  record Percentiles(double p50, double p99) {
    String words() {
      return String.format(Locale.ROOT, "%.1f ms, %.1f ms", p50, p99);
    }
  }

  /** Pods that are stored, and deleted afterwards; each counts on its namespace's quota. */
  Percentiles created(String namespace) {
    Percentiles found = measure(administrator, namespace);
    administrator
        .delete("/api/v1/namespaces/" + namespace + "/pods?gracePeriodSeconds=0")
        .orThrow();
    return found;
  }

  /** Dry runs: admission alone. */
  Percentiles admitted(String namespace) {
    return measure(administrator.dryRun(), namespace);
  }

  private static Percentiles measure(ApiClient client, String namespace) {
    double[] times = new double[PODS];
    String path = "/api/v1/namespaces/" + namespace + "/pods";
    for (int pod = -WARM_UP; pod < PODS; pod++) {
      String body =
          """
          {"apiVersion":"v1","kind":"Pod","metadata":{"name":"cost-%d"},"spec":{"containers":[\
          {"name":"main","image":"example.test/main"}]}}"""
              .formatted(pod + WARM_UP);
      long start = System.nanoTime();
      client.post(path, body).orThrow();
      if (pod >= 0) {
        times[pod] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return new Percentiles(times[PODS / 2], times[PODS * 99 / 100]);
  }
}
