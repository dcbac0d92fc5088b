package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.contention.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** F2, F3 and F5. */
class ContentionRowsTest {

  private static final String REQUESTS = ", " + Resource.API_REQUESTS.ordinal() + ")";

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

  private static FlowControl.FlowSchema schema(
      String name, int precedence, String level, FlowControl.Subject... subjects) {
    return new FlowControl.FlowSchema(
        Scene.meta("FlowSchema", null, name, LabelSet.EMPTY),
        precedence,
        level,
        "ByUser",
        List.of(
            new FlowControl.PolicyRules(
                List.of(subjects),
                List.of(
                    new FlowControl.ResourceRule(
                        List.of("*"), List.of("*"), List.of("*"), true, List.of("*"))),
                List.of())));
  }

  private static Scene accounts() {
    return new Scene()
        .node("worker")
        .serviceAccount("shop", "web")
        .serviceAccount("bank", "vault")
        .pod("shop", "web", pod -> {})
        .pod("bank", "vault", pod -> {});
  }

  @Test
  void accountsOfOneLevelStarveEachOther() {
    Scene scene = accounts();
    scene.builder.add(
        schema("all", 9000, "low", new FlowControl.Subject("Group", "", "system:serviceaccounts")));
    assertThat(scene.steps(new SharedPriorityLevel()))
        .contains(
            "API_LEVEL(0) -> STARVE(bank" + REQUESTS, "API_LEVEL(0) -> STARVE(shop" + REQUESTS);
  }

  @Test
  void aLevelOfItsOwnKeepsATenantApartIfItsSchemaIsAskedFirst() {
    FlowControl.Subject bank = new FlowControl.Subject("Group", "", "system:serviceaccounts:bank");
    FlowControl.Subject all = new FlowControl.Subject("Group", "", "system:serviceaccounts");
    Scene apart = accounts();
    apart.builder.add(schema("bank", 100, "bank", bank));
    apart.builder.add(schema("all", 9000, "low", all));
    assertThat(apart.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(bank" + REQUESTS);
    Scene late = accounts();
    late.builder.add(schema("bank", 9500, "bank", bank));
    late.builder.add(schema("all", 9000, "low", all));
    assertThat(late.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(bank" + REQUESTS);
    assertThat(late.stepsFrom("-> STARVE(shop", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(shop" + REQUESTS);
  }

  @Test
  void schemasThatWereNotReadAreAnAssumption() {
    assertThat(accounts().steps(new SharedPriorityLevel()))
        .contains("API_PLACE(0) -> STARVE(bank" + REQUESTS + " assuming flow-schemas-not-read");
  }

  @Test
  void sharedServicesAreAnAssumptionEach() {
    assertThat(shops().stepsFrom("STARVE(bank", new SharedService()))
        .hasSize(3)
        .allMatch(step -> step.contains("-share-per-client"));
  }
}
