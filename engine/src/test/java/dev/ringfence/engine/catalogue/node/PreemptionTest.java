package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** F2: who ends whose pods by priority. */
class PreemptionTest {

  private static Scene shops() {
    return new Scene().node("worker").namespace("shop").pod("bank", "vault", pod -> {});
  }

  /** No pods of either of the system's priorities, nor of any class that outranks the victim. */
  private static Policies.ResourceQuota forbidding(LabelSelector.Operator operator, String... of) {
    return new Policies.ResourceQuota(
        Scene.meta("ResourceQuota", "shop", "no-priority", LabelSet.EMPTY),
        Map.of("pods", "0"),
        List.of(),
        true,
        List.of(new Policies.ScopeExpression("PriorityClass", operator, List.of(of))));
  }

  @Test
  void whoMakesUpPodsOutranksThemByTheSystemsOwnClasses() {
    assertThat(shops().stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(1)");
    assertThat(shops().stepsFrom("CRAFTED_ON", new Preemption()))
        .containsExactly("CRAFTED_ON(worker) & OUTRANKS(0) -> DISTURB(bank)");
  }

  @Test
  void aQuotaWithoutRoomForAPriorityClassForbidsItAndOneForAnotherDoesNot() {
    Scene closed = shops();
    closed.builder.add(forbidding(LabelSelector.Operator.EXISTS));
    assertThat(closed.stepsFrom("crafted in shop", new Preemption())).isEmpty();
    Scene half = shops();
    half.builder.add(forbidding(LabelSelector.Operator.IN, "system-node-critical"));
    assertThat(half.stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(0)");
    Scene other = shops();
    other.builder.add(forbidding(LabelSelector.Operator.IN, "gold"));
    assertThat(other.stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(1)");
  }

  @Test
  void aClassThatNeverPreemptsIsNoRank() {
    Scene scene = shops();
    scene.builder.add(forbidding(LabelSelector.Operator.NOT_IN, "gold"));
    scene.builder.add(
        new Policies.PriorityClass(
            Scene.meta("PriorityClass", null, "gold", LabelSet.EMPTY), 1000, false, false));
    assertThat(scene.stepsFrom("crafted in shop", new Preemption())).isEmpty();
    scene.builder.add(
        new Policies.PriorityClass(
            Scene.meta("PriorityClass", null, "gold", LabelSet.EMPTY), 1000, false, true));
    assertThat(scene.stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(0)");
  }
}
