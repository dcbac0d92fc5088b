package dev.ringfence.intake.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every odd name and amount in every place where resources stand: intake refuses what the API
 * server refuses, with the field's path, and takes what it takes.
 */
@RealControlPlane
final class ResourceListDifferentialTest {

  /** A kind with a list of resources somewhere; {@code path} is where the server has it. */
  private record Place(String path, String field, String object, List<String> lists) {}

  private static String pod(String ofPod, String ofContainer) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: odd, namespace: amounts}
        spec:
          resources: {%s}
          containers: [{name: main, image: "r.example/app:1", resources: {%s}}]
        """
        .formatted(ofPod, ofContainer);
  }

  private static final List<Place> PLACES =
      List.of(
          new Place(
              "/api/v1/namespaces/amounts/pods",
              "spec.containers[0].resources.limits",
              pod("", "limits: {%s}"),
              odd("cpu")),
          new Place(
              "/api/v1/namespaces/amounts/pods",
              "spec.containers[0].resources.requests",
              pod("", "requests: {%s}"),
              List.of("cpu: -1", "memory: -1Gi", "pods: 1", "'kubernetes.io/x': 1", "cpu: 500m")),
          new Place(
              "/api/v1/namespaces/amounts/pods",
              "spec.resources.limits",
              pod("limits: {%s}", ""),
              List.of(
                  "cpu: 1",
                  "cpu: -1",
                  "memory: 1Gi",
                  "ephemeral-storage: 1Gi",
                  "'nvidia.com/gpu': 1")),
          new Place(
              "/api/v1/namespaces/amounts/resourcequotas",
              "spec.hard",
              """
              apiVersion: v1
              kind: ResourceQuota
              metadata: {name: odd, namespace: amounts}
              spec: {hard: {%s}}""",
              odd("requests.cpu")),
          new Place(
              "/api/v1/persistentvolumes",
              "spec.capacity",
              """
              apiVersion: v1
              kind: PersistentVolume
              metadata: {name: odd}
              spec:
                accessModes: [ReadWriteOnce]
                nfs: {server: files, path: /x}
                capacity: {%s}""",
              List.of("storage: 1Gi", "storage: -1Gi")),
          new Place(
              "/api/v1/namespaces/amounts/persistentvolumeclaims",
              "spec.resources.requests",
              """
              apiVersion: v1
              kind: PersistentVolumeClaim
              metadata: {name: odd, namespace: amounts}
              spec: {accessModes: [ReadWriteOnce], resources: {requests: {%s}}}""",
              List.of("storage: 1Gi", "storage: -1Gi")),
          new Place(
              "/apis/node.k8s.io/v1/runtimeclasses",
              "overhead.podFixed",
              """
              apiVersion: node.k8s.io/v1
              kind: RuntimeClass
              metadata: {name: odd}
              handler: runc
              overhead: {podFixed: {%s}}""",
              List.of("cpu: 100m", "cpu: -1", "pods: 1", "'a b': 1")),
          new Place(
              "/api/v1/nodes",
              "status.allocatable",
              """
              apiVersion: v1
              kind: Node
              metadata: {name: odd}
              status: {capacity: {cpu: 4}, allocatable: {%s}}""",
              List.of(
                  "cpu: 4",
                  "cpu: -4",
                  "'what is this': 1",
                  "'nvidia.com/gpu': 1",
                  "'nvidia.com/gpu': 500m")),
          new Place(
              "/api/v1/namespaces/amounts/limitranges",
              "spec.limits[0].max",
              """
              apiVersion: v1
              kind: LimitRange
              metadata: {name: odd, namespace: amounts}
              spec: {limits: [{type: Container, max: {%s}}]}""",
              List.of("cpu: 1", "cpu: -1", "memory: 1Gi")));

  /** Names and amounts, good and bad; {@code own} is one that the place has for sure. */
  private static List<String> odd(String own) {
    return List.of(
        own + ": 1",
        own + ": -1",
        own + ": 500m",
        own + ": 1e3",
        own + ": -0",
        own + ": 0",
        "memory: 1Gi",
        "memory: -1Gi",
        "memory: 100m",
        "ephemeral-storage: 1Gi",
        "storage: 1Gi",
        "pods: 1",
        "pods: 500m",
        "count/jobs.batch: 1",
        "batteries: 1",
        "'what is this': 1",
        "'': 1",
        "'/': 1",
        "'a/b/c': 1",
        "'Example.com/x': 1",
        "'example.com/': 1",
        "'example.com/x y': 1",
        "'example.com/-x': 1",
        "'example.com/x': 1",
        "'example.com/x': 500m",
        "'example.com/x': -1",
        "'kubernetes.io/x': 1",
        "'kubernetes.io/x': 500m",
        "'requests.example.com/x': 1",
        "'nvidia.com/gpu': 1",
        "'nvidia.com/gpu': 1Ki",
        "'unicode.example/ü': 1");
  }

  @TempDir private Path folder;

  @Test
  void whatTheServerRefusesIsRefusedWithItsField(ControlPlane plane) {
    plane.apply("{apiVersion: v1, kind: Namespace, metadata: {name: amounts}}");
    plane.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: amounts}}");
    ApiClient client = plane.administrator().dryRun();
    List<String> disagreements = new ArrayList<>();
    int refusals = 0;
    for (Place place : PLACES) {
      for (String list : place.lists()) {
        String object = place.object().formatted(list);
        ApiResponse answer = client.send("POST", place.path(), object, "application/yaml");
        String refusal = refusal(object);
        if (answer.isSuccess() == (refusal != null)) {
          disagreements.add(place.field() + " {" + list + "}: " + answer.body() + " / " + refusal);
        }
        if (refusal != null) {
          refusals++;
          assertThat(refusal).contains("odd.yaml, document 1, " + place.field());
        }
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(refusals).isGreaterThan(30);
  }

  private @Nullable String refusal(String object) {
    try {
      Reading.file(folder, "odd.yaml", object);
      return null;
    } catch (InputException refused) {
      return refused.getMessage();
    }
  }
}
