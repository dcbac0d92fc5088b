package dev.ringfence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A comparison takes what its steps take, not steps times facts: a cluster has many of both. */
final class ComparisonGrowthTest {

  private static Certificate chain(int length) {
    List<String> facts = new ArrayList<>();
    List<Certificate.Step> steps = new ArrayList<>();
    for (int fact = 0; fact < length; fact++) {
      facts.add("fact " + fact);
      if (fact > 0) {
        steps.add(
            new Certificate.Step(0, fact, List.of(fact - 1), List.of(), List.of(), null, null));
      }
    }
    return new Certificate(
        "",
        "1.36",
        2,
        List.of("a"),
        List.of(),
        List.of(),
        List.of("E10 escapes"),
        facts,
        Map.of(),
        List.of(new Certificate.Start(0, 0, List.of())),
        steps,
        Map.of(),
        List.of(),
        List.of());
  }

  /** Bytes, which a run allocates alike each time, unlike the time that it takes. */
  private static long allocated(int length) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Certificate certificate = chain(length);
    long before = threads.getCurrentThreadAllocatedBytes();
    Comparison.Result result = Comparison.compare(certificate, certificate, step -> List.of());
    long after = threads.getCurrentThreadAllocatedBytes();
    assertThat(result.problems().isEmpty()).isTrue();
    return after - before;
  }

  @Test
  void tenTimesTheStepsTakeTenTimesAsMuch() {
    allocated(1_000);
    assertThat(allocated(20_000)).isLessThan(15 * allocated(2_000));
  }
}
