package dev.ringfence.enforce.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterOverlay;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.fence.FencedCluster;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.intake.pod.PodAdmission;
import dev.ringfence.policy.controls.admission.PatternPods;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A pod that is made anew in the model is the pod that the real API server's admission makes of it
 * behind the rendered policies; what the model would refuse the server refuses.
 */
@RealControlPlane
final class PatternPodsDifferentialTest {

  private static final String CONTAINER = "\"name\":\"main\",\"image\":\"example.test/main\"";

  /** Specs, some of which some pattern refuses. */
  private static final List<String> SPECS =
      List.of(
          "\"containers\":[{%s}]".formatted(CONTAINER),
          "\"securityContext\":{\"runAsNonRoot\":true},\"containers\":[{%s,\"securityContext\":"
                  .formatted(CONTAINER)
              + "{\"capabilities\":{\"drop\":[\"ALL\"]},\"readOnlyRootFilesystem\":false}}]",
          "\"nodeSelector\":{\"disk\":\"fast\"},\"containers\":[{%s,\"resources\":{\"limits\":"
                  .formatted(CONTAINER)
              + "{\"memory\":\"64Mi\"}}}]",
          "\"tolerations\":[{\"key\":\"node.kubernetes.io/memory-pressure\",\"operator\":"
              + "\"Exists\"}],\"containers\":[{%s}]".formatted(CONTAINER),
          "\"tolerations\":[{\"key\":\"pool\",\"value\":\"jobs\"}],\"containers\":[{%s}]"
              .formatted(CONTAINER),
          "\"tolerations\":[{\"operator\":\"Exists\"}],\"containers\":[{%s}]".formatted(CONTAINER),
          "\"nodeSelector\":{\"node-restriction.kubernetes.io/ringfence-tenant\":\"spacely\"},"
              + "\"containers\":[{%s}]".formatted(CONTAINER),
          "\"runtimeClassName\":\"gvisor\",\"containers\":[{%s}]".formatted(CONTAINER),
          affinity(
              "podAntiAffinity", "\"namespaceSelector\":{},\"topologyKey\":\"kubernetes.io/os\""),
          affinity(
              "podAffinity", "\"namespaces\":[\"astro\"],\"topologyKey\":\"kubernetes.io/os\""),
          affinity("podAntiAffinity", "\"topologyKey\":\"kubernetes.io/hostname\""),
          affinity(
              "podAffinity",
              "\"namespaceSelector\":{\"matchLabels\":{\"ringfence.dev/tenant\":\"spacely\"}},"
                  + "\"topologyKey\":\"kubernetes.io/hostname\""),
          affinity(
              "podAntiAffinity",
              "\"namespaceSelector\":{\"matchExpressions\":[{\"key\":\"ringfence.dev/tenant\","
                  + "\"operator\":\"Exists\"},{\"key\":\"ringfence.dev/tenant\",\"operator\":"
                  + "\"NotIn\",\"values\":[\"cogswell\"]}]},"
                  + "\"topologyKey\":\"kubernetes.io/hostname\""),
          "\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
              + "{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":"
              + "\"node-restriction.kubernetes.io/ringfence-tenant\",\"operator\":\"In\","
              + "\"values\":[\"spacely\"]}]}]}}},\"containers\":[{%s}]".formatted(CONTAINER),
          "\"tolerations\":[{\"key\":\"CriticalAddonsOnly\",\"operator\":\"Exists\"}],"
              + "\"containers\":[{%s}]".formatted(CONTAINER),
          "\"schedulerName\":\"other\",\"containers\":[{%s}]".formatted(CONTAINER),
          "\"containers\":[{%s,\"securityContext\":{\"allowPrivilegeEscalation\":true}}]"
              .formatted(CONTAINER),
          "\"containers\":[{%s,\"securityContext\":{\"capabilities\":{\"add\":[\"NET_ADMIN\"]}}}]"
              .formatted(CONTAINER),
          "\"securityContext\":{\"seccompProfile\":{\"type\":\"Unconfined\"}},\"containers\":[{%s}]"
              .formatted(CONTAINER),
          "\"securityContext\":{\"runAsNonRoot\":false},\"containers\":[{%s}]".formatted(CONTAINER),
          "\"containers\":[{%s,\"resources\":{\"requests\":{\"cpu\":\"750m\"}}}]"
              .formatted(CONTAINER),
          "\"containers\":[{%s,\"resources\":{\"requests\":{\"cpu\":\"750m\"},\"limits\":{\"cpu\":\"1\"}}}]"
              .formatted(CONTAINER),
          "\"os\":{\"name\":\"windows\"},\"containers\":[{%s}]".formatted(CONTAINER),
          "\"containers\":[{%s,\"resources\":{\"limits\":{\"example.test/gpu\":\"1\"}}}]"
              .formatted(CONTAINER));

  private static String affinity(String kind, String term) {
    return "\"affinity\":{\"%s\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
            .formatted(kind)
        + "[{\"labelSelector\":{},"
        + term
        + "}]}},\"containers\":[{"
        + CONTAINER
        + "}]";
  }

  @Test
  void podsThatAreMadeAnewAreTheServers(ControlPlane plane) {
    FencedCluster fenced = FencedCluster.on(plane);
    FencePlan plan = FencedCluster.plan();
    Cluster rendered = RenderedCluster.of(fenced.controls().inOrder(), "");
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (Fence fence : plan.inCluster()) {
      String namespace = fence.namespaces().getFirst();
      for (String spec : SPECS) {
        String text = pod(namespace, spec);
        ApiResponse response =
            plane.administrator().dryRun().post("/api/v1/namespaces/" + namespace + "/pods", text);
        List<String> refusals = new ArrayList<>();
        PodSpec model = anew(rendered, plan, fence, text, refusals);
        boolean policies = !response.isSuccess();
        compared++;
        if (policies != !refusals.isEmpty()) {
          wrong.add(fence.tenant() + " " + spec + ": " + response + " / model " + refusals);
        } else if (!policies) {
          ObjectNode answer = (ObjectNode) response.json();
          answer.put("apiVersion", "v1").put("kind", "Pod");
          boolean token = response.body().contains("serviceAccountToken");
          if (token != (model.token() == PodSpec.Token.MOUNTED)) {
            wrong.add(
                fence.tenant() + " " + spec + ": token " + token + ", model " + model.token());
          }
          String difference = difference(read(answer.toString()).pods().spec(0), model);
          if (!difference.isEmpty()) {
            wrong.add(fence.tenant() + " " + spec + ": " + difference);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isEqualTo(plan.inCluster().size() * SPECS.size());
  }

  private static String pod(String namespace, String spec) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"asked","namespace":"%s"},"spec":{%s}}"""
        .formatted(namespace, spec);
  }

  private static Cluster read(String text) {
    return Intake.read(List.of(new SourceSpec.Text("pod", text)), IntakeOptions.DEFAULT).cluster();
  }

  private static PodSpec anew(
      Cluster rendered, FencePlan plan, Fence fence, String text, List<String> refusals) {
    Cluster own = read(text);
    PatternPods pattern = new PatternPods(plan, fence);
    PodSpec spec = own.pods().spec(0);
    refusals.addAll(pattern.refusals(spec));
    Cluster made =
        new ClusterOverlay(own, rendered, reference -> false)
            .build(
                builder -> {
                  PodAdmission admission =
                      new PodAdmission(
                          builder.serviceAccounts(),
                          builder.limitRanges(),
                          builder.priorityClasses(),
                          builder.runtimeClasses());
                  return pod ->
                      admission.admit(fence.namespaces().getFirst(), pattern.defaulted(spec));
                });
    return made.pods().spec(0);
  }

  /** What isolation depends on; the order of tolerations is nobody's. */
  private static String difference(PodSpec server, PodSpec model) {
    List<String> different = new ArrayList<>();
    compare("nodeSelector", server.nodeSelector(), model.nodeSelector(), different);
    compare(
        "tolerations",
        new HashSet<>(server.tolerations()),
        new HashSet<>(model.tolerations()),
        different);
    compare(
        "antiAffinity",
        server.requiredPodAntiAffinity(),
        model.requiredPodAntiAffinity(),
        different);
    compare(
        "runtimeClassName",
        String.valueOf(server.runtimeClassName()),
        String.valueOf(model.runtimeClassName()),
        different);
    compare("overhead", server.overhead(), model.overhead(), different);
    compare("securityContext", server.securityContext(), model.securityContext(), different);
    for (int at = 0; at < server.containers().size(); at++) {
      compare(
          "container",
          server.containers().get(at).securityContext(),
          model.containers().get(at).securityContext(),
          different);
      compare(
          "limits",
          server.containers().get(at).limits(),
          model.containers().get(at).limits(),
          different);
    }
    return String.join("; ", different);
  }

  private static void compare(String field, Object server, Object model, List<String> different) {
    if (!server.equals(model)) {
      different.add(field + ": server " + server + ", model " + model);
    }
  }
}
