package dev.ringfence.engine.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * What is said of mirror pods.
 *
 * @param engines those that are read and asked
 * @param unknown webhook configurations that are asked and not read
 */
public record MirrorVerdict(
    PolicyVerdict policies, List<EngineVerdict> engines, List<String> unknown) {
  public MirrorVerdict {
    engines = List.copyOf(engines);
    unknown = List.copyOf(unknown);
  }

  /** All that decides, without the words in which it is refused. */
  public Object decision() {
    List<Object> decision = new ArrayList<>(List.of(decision(policies), unknown));
    for (EngineVerdict each : engines) {
      decision.add(
          List.of(each.engine(), each.webhooks(), each.builtIn(), decision(each.verdict())));
    }
    return decision;
  }

  private static Object decision(PolicyVerdict verdict) {
    return List.of(verdict.refused(), verdict.undecided());
  }

  /** Whether nobody refuses them or may. */
  public boolean passes() {
    return !policies.refused()
        && unknown.isEmpty()
        && engines.stream().noneMatch(engine -> engine.verdict().refused());
  }
}
