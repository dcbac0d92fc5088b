package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.api.NodeObject;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@RealControlPlane
class SchedulingTest {
  private static final Duration BOUND = Duration.ofMinutes(1);

  private final ControlPlane cluster;

  SchedulingTest(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void emptyTheCluster() {
    cluster.reset();
  }

  @Test
  void aPodIsBoundToTheNodeObjectThatItsSelectorAndTaintsAllow() {
    cluster.create(NodeObject.named("wrong-pool").label("pool", "b"));
    cluster.create(
        NodeObject.named("tainted").label("pool", "a").taint("only", "others", "NoSchedule"));
    cluster.create(NodeObject.named("right").label("pool", "a").capacity("cpu", "2"));
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              nodeSelector: {pool: a}
              containers:
              - name: web
                image: example.test/web
                resources: {requests: {cpu: 500m}}
        """);

    Await.until("both pods of the deployment to be bound", BOUND, this::obstacleToBinding);

    assertThat(pods())
        .extracting(pod -> pod.at("/spec/nodeName").asText())
        .containsOnly("right")
        .hasSize(2);
  }

  private JsonNode pods() {
    return cluster
        .administrator()
        .get("/api/v1/namespaces/default/pods")
        .orThrow()
        .json()
        .path("items");
  }

  private Optional<String> obstacleToBinding() {
    int bound = 0;
    for (JsonNode pod : pods()) {
      bound += pod.at("/spec/nodeName").isMissingNode() ? 0 : 1;
    }
    return bound == 2 ? Optional.empty() : Optional.of(bound + " of 2 are bound: " + pods());
  }
}
