package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What fences cost: creating a pod, as a dry run that goes through all of admission, with and
 * without policies, at 10, 100 and 1,000 fenced namespaces. Run by {@code
 * -Dringfence.admission.cost=true}; the numbers stand in benchmark/RESULTS.md.
 */
@RealControlPlane
@EnabledIfSystemProperty(named = "ringfence.admission.cost", matches = "true")
final class AdmissionCostTest {

  private static final int PODS = 300;

  @Test
  void itDoesNotGrowWithTenants(ControlPlane plane) {
    plane.reset();
    ApiClient administrator = plane.administrator();
    plane.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: open}\n");
    double[] bare = measure(administrator, "open");
    print("no policies", bare);
    Controls controls = Controls.of(FencedCluster.plan());
    FencedCluster.applyAll(plane, controls);
    String text = namespace(controls);
    double[] few = {};
    double[] last = {};
    int fenced = 0;
    for (int count : new int[] {10, 100, 1000}) {
      for (; fenced < count; fenced++) {
        String name = "many-" + fenced;
        plane.apply(text.replace("cogswell", name));
      }
      measure(administrator, "cogswell");
      last = measure(administrator, "cogswell");
      few = few.length == 0 ? last : few;
      print(count + " fenced namespaces, fenced", last);
      print(count + " fenced namespaces, unfenced", measure(administrator, "open"));
    }
    // The machine is shared: what must not happen is growth with tenants, not a slow minute.
    assertThat(last[0]).isLessThan(few[0] * 5 + 20);
  }

  private static String namespace(Controls controls) {
    for (ControlObject object : controls.inOrder()) {
      if (object.kind().equals("Namespace") && object.name().equals("cogswell")) {
        return object.text();
      }
    }
    throw new IllegalStateException("cogswell is not fenced");
  }

  /** Milliseconds at the median and the 99th percentile, one request after another. */
  private static double[] measure(ApiClient client, String namespace) {
    double[] times = new double[PODS];
    ApiClient dry = client.dryRun();
    for (int pod = 0; pod < PODS; pod++) {
      String body = Pods.pod("cost-" + pod, Pods.NOTHING);
      long start = System.nanoTime();
      dry.post("/api/v1/namespaces/" + namespace + "/pods", body).orThrow();
      times[pod] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return new double[] {times[PODS / 2], times[PODS * 99 / 100]};
  }

  private static void print(String what, double[] times) {
    System.out.printf(Locale.ROOT, "%s: p50 %.1f ms, p99 %.1f ms%n", what, times[0], times[1]);
  }
}
