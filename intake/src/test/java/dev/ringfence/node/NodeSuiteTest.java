package dev.ringfence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.Repository;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.node.RealNode;
import dev.ringfence.testbed.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real node, under each runtime and with each dangerous field, a probe tries every move of the
 * catalogue; what it gets hold of is what the engine says that it can. {@code ./test --node} runs
 * it where the machine can.
 */
@EnabledIfSystemProperty(
    named = "ringfence.node",
    matches = "true",
    disabledReason = "./test --node runs it")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeSuiteTest {

  private static final Duration BOUND = Duration.ofMinutes(6);
  private static final Path TABLE = Path.of("docs/node-observations.md");

  private final List<Trial> trials = new ArrayList<>();
  private ControlPlane plane;
  private RealNode node;
  private final Map<String, EngineClaims> claims = new HashMap<>();
  private Cluster cluster;

  @BeforeAll
  void runEveryTrial(@TempDir Path folder) {
    Optional<String> obstacle = RealNode.obstacle();
    // Maven does not show why a test is skipped.
    obstacle.ifPresent(reason -> System.err.println("Skipped: no node on this machine: " + reason));
    assumeTrue(obstacle.isEmpty(), () -> "no node on this machine: " + obstacle.orElse(""));
    // With the controller that takes the taint off a node once its kubelet says Ready.
    plane = ControlPlane.builder().controllers("*").apiServerFlag(RealNode.LISTEN).start();
    node = RealNode.start(plane, "worker");
    plane.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: bank}
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: strong}
        handler: runsc
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: victim, namespace: bank}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - name: stay
            image: ringfence.dev/stay:1
            imagePullPolicy: Never
            env: [{name: RINGFENCE_VICTIM, value: secret}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: sharer, namespace: bank}
        spec:
          hostIPC: true
          terminationGracePeriodSeconds: 0
          containers: [{name: stay, image: "ringfence.dev/stay:1", imagePullPolicy: Never}]
        """);
    await("the neighbour to run", () -> node.log("bank", "victim", "stay").contains("stays"));
    ApiClient client = plane.administrator();
    for (Situation situation : Situation.ALL) {
      for (Isolation isolation :
          List.of(Isolation.RUNC, Isolation.USER_NAMESPACE, Isolation.GVISOR)) {
        Trial trial = new Trial(situation, isolation, trials.size());
        trial.create(client, node);
        trials.add(trial);
      }
    }
    for (Trial trial : trials) {
      if (trial.created() != null) {
        await(trial + " to be over", () -> isOver(client, trial));
      }
    }
    cluster = read(folder, client);
  }

  private boolean isOver(ApiClient client, Trial trial) {
    if (trial.read(node)) {
      return true;
    }
    JsonNode status =
        client
            .get("/api/v1/namespaces/" + Trial.NAMESPACE + "/pods/" + trial.podName())
            .json()
            .path("status");
    JsonNode state = status.path("containerStatuses").path(0).path("state");
    JsonNode ended = state.path("terminated");
    JsonNode waiting = state.path("waiting");
    if (status.path("phase").asText().equals("Failed")
        || waiting.path("reason").asText().endsWith("Error")) {
      JsonNode why = ended.isMissingNode() ? waiting : ended;
      trial.refuse(why.path("reason").asText() + ": " + why.path("message").asText());
      return true;
    }
    return false;
  }

  private void await(String goal, java.util.function.BooleanSupplier reached) {
    Await.until(
        goal, BOUND, () -> reached.getAsBoolean() ? Optional.empty() : Optional.of("not yet"));
  }

  /** The pods as the server took them, before they were over, and the node as it is. */
  private Cluster read(Path folder, ApiClient client) {
    List<String> items = new ArrayList<>();
    for (String path :
        List.of(
            "/api/v1/nodes/worker",
            "/api/v1/namespaces/shop",
            "/api/v1/namespaces/bank",
            "/api/v1/namespaces/shop/serviceaccounts/default",
            "/api/v1/namespaces/bank/serviceaccounts/default",
            "/api/v1/namespaces/bank/pods/victim",
            "/api/v1/namespaces/bank/pods/sharer",
            "/apis/node.k8s.io/v1/runtimeclasses/strong")) {
      ApiResponse answer = client.get(path).orThrow();
      items.add(answer.body());
    }
    for (Trial trial : trials) {
      JsonNode created = trial.created();
      if (created != null) {
        items.add(created.toString());
      }
    }
    String list =
        """
        {"apiVersion":"v1","kind":"List","items":[%s]}"""
            .formatted(String.join(",", items));
    return Reading.file(folder, "node.json", list).cluster();
  }

  @AfterAll
  void end() {
    if (node != null) {
      node.close();
    }
    if (plane != null) {
      plane.close();
    }
  }

  private EngineClaims claims(Trial trial) {
    return claims.computeIfAbsent(
        trial.situation().stated(), stated -> new EngineClaims(cluster, stated));
  }

  private int podClass(Trial trial) {
    return cluster.classOfPod(Reading.pod(cluster, trial.podName()));
  }

  /** Facts that the probe showed to have; whoever has a neighbour's Secrets has its contents. */
  private static Set<FactKind> observed(Trial trial) {
    Set<FactKind> observed = EnumSet.noneOf(FactKind.class);
    for (String words : trial.done().keySet()) {
      Move.of(words).ifPresent(move -> observed.add(move.gives()));
    }
    if (observed.contains(FactKind.NODE_SECRETS)) {
      observed.add(FactKind.CONTENT);
    }
    return observed;
  }

  private List<Trial> ran() {
    return trials.stream().filter(trial -> !trial.done().isEmpty()).toList();
  }

  @Test
  void everySituationRanOrWasRefusedWithAReason() {
    assertThat(trials)
        .allSatisfy(
            trial -> assertThat(trial.done().isEmpty()).isNotEqualTo(trial.refusal().isEmpty()));
    assertThat(ran()).hasSizeGreaterThan(trials.size() / 2);
  }

  @Test
  void whateverTheProbeGetsTheEngineSaysThatItCan() {
    List<String> missed = new ArrayList<>();
    for (Trial trial : ran()) {
      Map<FactKind, Set<String>> open = claims(trial).open(podClass(trial));
      for (String words : trial.done().keySet()) {
        Move.of(words)
            .filter(move -> !open.containsKey(move.gives()))
            .filter(move -> !claims(trial).feared(podClass(trial)).contains(move.gives()))
            .ifPresent(move -> missed.add(trial + ": " + words));
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void whatTheEngineSaysIsOpenTheProbeGets() {
    List<String> unseen = new ArrayList<>();
    for (Trial trial : ran()) {
      Set<FactKind> observed = observed(trial);
      claims(trial)
          .open(podClass(trial))
          .forEach(
              (fact, rows) -> {
                if (Move.facts().contains(fact) && !observed.contains(fact)) {
                  unseen.add(trial + ": " + fact + " by " + rows);
                }
              });
    }
    assertThat(unseen).isEmpty();
  }

  /** N2, E18: no policy is in the way here, and none of the kind closes it. */
  @Test
  void everyPodConnectsToItsOwnNodesKubeletButOneThatGvisorGivesNoNetwork() {
    for (Trial trial : ran()) {
      boolean withoutNetwork =
          trial.isolation().equals(Isolation.GVISOR)
              && trial.situation().name().equals("hostNetwork");
      assertThat(trial.done().containsKey("own node's kubelet port"))
          .as(trial + ": " + trial.failed())
          .isEqualTo(!withoutNetwork);
    }
  }

  @Test
  void aTokenIsInThePodsWhereTheEngineSaysSo() {
    for (Trial trial : ran()) {
      assertThat(trial.done().containsKey("account token"))
          .as(trial + ": " + trial.failed())
          .isEqualTo(claims(trial).hasToken(podClass(trial)));
    }
    assertThat(ran()).anyMatch(trial -> !trial.done().containsKey("account token"));
  }

  @Test
  void theKernelIsTheNodesOwnExceptUnderGvisor() {
    for (Trial trial : ran()) {
      String kernel = Objects.requireNonNull(trial.done().get("kernel"));
      assertThat(kernel.contains("gvisor"))
          .as(trial + ": " + kernel)
          .isEqualTo(trial.isolation().equals(Isolation.GVISOR));
    }
  }

  @Test
  void theTableInTheDocumentsIsWhatWasSeen() throws IOException {
    Path file = Repository.root().resolve(TABLE);
    String table = new ObservationTable(trials, this::open, this::feared, this::toNode).markdown();
    if (Boolean.getBoolean("ringfence.node.record")) {
      Files.writeString(file, table);
    }
    assertThat(file).as("-Dringfence.node.record=true writes it").hasContent(table);
  }

  private Map<FactKind, Set<String>> open(Trial trial) {
    return claims(trial).open(podClass(trial));
  }

  private Set<FactKind> feared(Trial trial) {
    return claims(trial).feared(podClass(trial));
  }

  private Set<String> toNode(Trial trial) {
    return claims(trial).toNode(podClass(trial));
  }
}
