package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.meta;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.deputies.Deputy;
import dev.ringfence.engine.deputies.KnownDeputies;
import java.util.List;
import java.util.Map;

/** Eve, who writes resources of one kind, and their controller, which runs in system. */
final class DeputyScene {

  /** What eve gets of the controller's rights. */
  enum Gets {
    RIGHTS,
    ON_AN_ASSUMPTION,
    NOTHING_BUT_BY_DEPUTY
  }

  private final ClusterFixture fixture;
  private final Deputy deputy;

  private DeputyScene(ClusterFixture fixture, Deputy deputy) {
    this.fixture = fixture;
    this.deputy = deputy;
  }

  ClusterFixture fixture() {
    return fixture;
  }

  /** Eve may create resources of a kind in a namespace. */
  static DeputyScene written(String group, String plural, String kind, String namespace) {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("system")
            .namespace("green")
            .role(namespace, "app", rule("create", group, plural))
            .bindRole(namespace, "app", user("eve"))
            .clusterRole("controller", rule("get,list,watch", "*", "*"))
            .bindEverywhere("controller", account("system", "controller"));
    if (!group.isEmpty() && !group.equals("networking.k8s.io")) {
      fixture
          .builder()
          .add(
              new Policies.CustomResource(
                  meta("CustomResourceDefinition", "", plural + "." + group, Map.of()),
                  group,
                  plural,
                  kind,
                  true,
                  Map.of()));
    }
    return new DeputyScene(fixture, KnownDeputies.of(group, kind));
  }

  DeputyScene runs(String image, String... settings) {
    Container container =
        new Container(
            Container.Type.REGULAR,
            "manager",
            image,
            "IfNotPresent",
            Container.SecurityContext.UNSET,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            false,
            List.of(settings),
            false);
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.serviceAccountName = "controller";
    spec.containers = List.of(container);
    fixture
        .builder()
        .addPod(
            meta("Pod", "system", "manager", Map.of()),
            spec.build(),
            new ObjectReference("Pod", "system", "manager"),
            "spec",
            null,
            1,
            false,
            List.of());
    return this;
  }

  DeputyScene configured(String map, Map<String, String> data) {
    fixture.builder().add(new Policies.ConfigMap(meta("ConfigMap", "system", map, Map.of()), data));
    return this;
  }

  Gets gets() {
    Derivation derivation = Derivation.of(fixture);
    int controller = derivation.holds(account("system", "controller"));
    int eve = derivation.holds(user("eve"));
    if (derivation.leads(controller, eve)) {
      return Gets.RIGHTS;
    }
    if (derivation.leadsAssuming(Deputies.unchecked(deputy), controller, eve)) {
      return Gets.ON_AN_ASSUMPTION;
    }
    assertThat(derivation.steps())
        .anyMatch(step -> step.row().equals("A8") && step.boundaries().length == 1);
    return Gets.NOTHING_BUT_BY_DEPUTY;
  }
}
