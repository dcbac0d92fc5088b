package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a fence gives an ordinary pod, on the real API server. */
@RealControlPlane
final class FencesStandTest {

  @Test
  void ordinaryPodsGetTheirPatternsFields(ControlPlane plane) {
    FencedCluster fenced = FencedCluster.on(plane);
    JsonNode own = created(fenced, "cogswell");
    assertThat(own.at("/spec/nodeSelector").toString()).contains("ringfence-tenant\":\"cogswell");
    assertThat(own.at("/spec/tolerations").toString()).contains("ringfence.dev/tenant");
    assertThat(own.at("/spec/affinity").toString()).contains("\"NotIn\"");
    assertThat(own.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(own.at("/spec/containers/0/securityContext").toString())
        .contains("\"drop\":[\"ALL\"]", "\"allowPrivilegeEscalation\":false");
    JsonNode sandboxed = created(fenced, "uniblab");
    assertThat(sandboxed.at("/spec/runtimeClassName").asText()).isEqualTo("gvisor");
    assertThat(sandboxed.at("/spec/overhead").toString()).contains("20Mi");
    assertThat(sandboxed.at("/spec/nodeSelector").toString()).contains("sandboxes");
    JsonNode both = created(fenced, "mudd");
    assertThat(both.at("/spec/runtimeClassName").asText()).isEqualTo("gvisor-own");
    assertThat(both.at("/spec/nodeSelector").toString()).contains("mudd");
    assertThat(created(fenced, "astro").at("/spec/volumes").isMissingNode()).isTrue();
  }

  /** A fence that refuses everything would pass every attack test. */
  @Test
  void ordinaryWorkIsDone(ControlPlane plane) {
    FencedCluster fenced = FencedCluster.on(plane);
    for (String tenant : FencedCluster.TENANTS) {
      ApiClient member = fenced.member(tenant);
      String core = "/api/v1/namespaces/" + tenant;
      for (String kind :
          List.of(
              "Pod",
              "Deployment",
              "ReplicaSet",
              "StatefulSet",
              "DaemonSet",
              "ReplicationController",
              "Job",
              "CronJob")) {
        String object =
            kind.equals("Pod")
                ? Pods.pod("work", Pods.NOTHING)
                : Pods.workload(kind, "work", Pods.spec(Pods.NOTHING, ""));
        member.post(Pods.path(kind, tenant), object).orThrow();
      }
      member
          .post(
              core + "/services",
              """
              {"apiVersion":"v1","kind":"Service","metadata":{"name":"work"},\
              "spec":{"selector":{"app":"work"},"ports":[{"port":80}]}}""")
          .orThrow();
      member
          .post(
              core + "/persistentvolumeclaims",
              """
              {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"work"},\
              "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""")
          .orThrow();
      for (String kind : List.of("secrets", "configmaps")) {
        String word = kind.equals("secrets") ? "Secret" : "ConfigMap";
        member
            .post(
                core + "/" + kind,
                "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"work\"}}"
                    .formatted(word))
            .orThrow();
      }
      Await.until(
          "the pods of " + tenant + "'s workloads",
          Duration.ofSeconds(30),
          () -> obstacleToPods(member, core));
      member.delete(core + "/pods/work").orThrow();
      member.delete("/apis/apps/v1/namespaces/" + tenant + "/deployments/work").orThrow();
    }
  }

  /** The controller gives a claim its volume by an update, which nobody else may. */
  @Test
  void claimsAreBound(ControlPlane plane) {
    FencedCluster fenced = FencedCluster.on(plane);
    plane.apply(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: spare}
        spec:
          accessModes: [ReadWriteOnce]
          capacity: {storage: 1Gi}
          hostPath: {path: /nowhere}
          storageClassName: by-hand
        """);
    ApiClient member = fenced.member("cogswell");
    String claims = "/api/v1/namespaces/cogswell/persistentvolumeclaims";
    member
        .post(
            claims,
            """
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"bound"},\
            "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"by-hand",\
            "resources":{"requests":{"storage":"1Gi"}}}}""")
        .orThrow();
    Await.until(
        "the claim's volume",
        Duration.ofSeconds(60),
        () -> {
          String phase =
              member.get(claims + "/bound").orThrow().json().at("/status/phase").asText();
          return phase.equals("Bound") ? Optional.empty() : Optional.of(phase);
        });
    member.delete(claims + "/bound").orThrow();
    plane.administrator().delete("/api/v1/persistentvolumes/spare").orThrow();
  }

  /** Controllers of kube-system make them: Deployment, two sets, controller, Job, and the Pod. */
  private static Optional<String> obstacleToPods(ApiClient member, String core) {
    int pods = member.get(core + "/pods").orThrow().json().path("items").size();
    return pods >= 6 ? Optional.empty() : Optional.of("only " + pods + " pods are there");
  }

  private static JsonNode created(FencedCluster fenced, String tenant) {
    ApiResponse response =
        fenced
            .member(tenant)
            .dryRun()
            .post("/api/v1/namespaces/" + tenant + "/pods", Pods.pod("ordinary", Pods.NOTHING));
    return response.orThrow().json();
  }
}
