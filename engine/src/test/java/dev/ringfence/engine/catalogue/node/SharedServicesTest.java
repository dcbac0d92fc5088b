package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.contention.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** F3 and F5: seats of the API server, and what serves everybody. */
class SharedServicesTest {

  private static final String REQUESTS = ", " + Resource.API_REQUESTS.ordinal() + ")";

  private static Scene shops() {
    return new Scene().node("worker").namespace("shop").pod("bank", "vault", pod -> {});
  }

  /** No pods of either of the system's priorities, nor of any class that outranks the victim. */
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
    apart.builder.add(level("bank"));
    apart.builder.add(level("low"));
    assertThat(apart.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(bank" + REQUESTS);
    Scene late = accounts();
    late.builder.add(schema("bank", 9500, "bank", bank));
    late.builder.add(schema("all", 9000, "low", all));
    late.builder.add(level("bank"));
    late.builder.add(level("low"));
    assertThat(late.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(bank" + REQUESTS);
    assertThat(late.stepsFrom("-> STARVE(shop", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(shop" + REQUESTS);
  }

  private static FlowControl.PriorityLevel level(String name) {
    return new FlowControl.PriorityLevel(
        Scene.meta("PriorityLevelConfiguration", null, name, LabelSet.EMPTY), false, 30, true);
  }

  @Test
  void aSchemaOfALevelThatIsNotThereKeepsNobodyApart() {
    Scene scene = accounts();
    scene.builder.add(
        schema(
            "bank",
            100,
            "bank",
            new FlowControl.Subject("Group", "", "system:serviceaccounts:bank")));
    scene.builder.add(
        schema("all", 9000, "low", new FlowControl.Subject("Group", "", "system:serviceaccounts")));
    assertThat(scene.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .as("no level was read, so either may be gone")
        .containsExactlyInAnyOrder(
            "API_LEVEL(0) -> STARVE(bank" + REQUESTS, "API_LEVEL(1) -> STARVE(bank" + REQUESTS);
    scene.builder.add(level("low"));
    String both = "API_LEVEL(0) -> STARVE(";
    assertThat(scene.stepsFrom("-> STARVE(", new SharedPriorityLevel()))
        .contains(both + "bank" + REQUESTS, both + "shop" + REQUESTS);
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
