package dev.ringfence.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.LandscapeReads;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.node.NodeRows;
import dev.ringfence.engine.catalogue.node.Scene;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a change of quotas does not concern names the same steps before and after. */
final class BoundsTest {

  private static final int ROUNDS = Integer.getInteger("ringfence.bounds", 20);

  private static final List<Map<String, String>> HARD =
      List.of(
          Map.of("pods", "0"),
          Map.of("pods", "9"),
          Map.of("limits.cpu", "4", "limits.memory", "8Gi"),
          Map.of("count/configmaps", "5", "services.nodeports", "0"));

  @Test
  void aRowThatDifferentQuotasDoNotConcernNamesTheSame() {
    Random random = new Random(5);
    int unconcerned = 0;
    int ranks = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Scene one = scene(random);
      Scene other = scene(random);
      Landscape before = one.landscape();
      Bounds bounds = Bounds.of(true, before.contention(), other.landscape().contention());
      ranks += bounds.ranks() ? 0 : 1;
      for (Row row : NodeRows.all()) {
        LandscapeReads reads = new LandscapeReads();
        row.derive(
            one.landscape().seenThrough(before.access(), reads),
            new StepSink(new Nowhere(), new Assumptions(List.of())));
        if (!bounds.concern(reads)) {
          unconcerned++;
          assertThat(other.steps(row))
              .as("round %d, %s %s", round, row.id(), row.title())
              .isEqualTo(one.steps(row));
        }
      }
    }
    assertThat(unconcerned).isPositive();
    assertThat(ranks).as("some leave priorities alone").isBetween(1, ROUNDS - 1);
  }

  private static Scene scene(Random random) {
    Scene scene = new Scene().node("worker").namespace("shop").namespace("rival");
    scene.pod("rival", "till", pod -> pod.priority = 5);
    scene.pod("shop", "front", pod -> pod.limits.put("cpu", "500m"));
    scene.builder.add(
        new Policies.PriorityClass(
            Scene.meta("PriorityClass", null, "gold", LabelSet.EMPTY), 1000, false, true));
    List<Policies.ResourceQuota> quotas = new ArrayList<>();
    for (int quota = 0, count = random.nextInt(3); quota < count; quota++) {
      boolean scoped = random.nextBoolean();
      quotas.add(
          new Policies.ResourceQuota(
              Scene.meta("ResourceQuota", "shop", "quota-" + quota, LabelSet.EMPTY),
              HARD.get(random.nextInt(HARD.size())),
              List.of(),
              scoped,
              scoped ? List.of(classes(random)) : List.of()));
    }
    quotas.forEach(scene.builder::add);
    return scene;
  }

  private static Policies.ScopeExpression classes(Random random) {
    List<String> all = List.of("system-node-critical", "system-cluster-critical", "gold");
    return new Policies.ScopeExpression(
        "PriorityClass", LabelSelector.Operator.IN, all.subList(0, 1 + random.nextInt(3)));
  }

  private static final class Nowhere implements StepSink.Target {
    @Override
    public void step(
        int row,
        int conclusion,
        int[] premises,
        int[] boundaries,
        int[] assumptions,
        long @Nullable [] attackers) {}

    @Override
    public void start(int tenant, int fact, int[] assumptions) {}
  }
}
