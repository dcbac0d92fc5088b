package dev.ringfence.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Intake;
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
 * What intake refuses and what it takes a NetworkPolicy for, against the real API server, on {@code
 * ringfence.policies} random ones, many of them with mistakes.
 */
@RealControlPlane
final class PolicyValidationDifferentialTest {

  private static final int POLICIES = Integer.getInteger("ringfence.policies", 400);

  @TempDir private Path folder;

  @Test
  void aPolicyIsRefusedWhereTheServerRefusesItAndElseMeansTheSame(ControlPlane plane) {
    for (String namespace : RandomPolicies.NAMESPACES) {
      plane.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    }
    ApiClient client = plane.administrator().dryRun();
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (int seed = 0; seed < POLICIES; seed++) {
      String policy = new RandomPolicies(seed, seed % 5 != 0, seed % 2 == 0).policy("p");
      ApiResponse answer = post(client, policy);
      refused += answer.isSuccess() ? 0 : 1;
      String disagreement = disagreement(policy, answer);
      if (disagreement != null) {
        disagreements.add("seed " + seed + ": " + disagreement + "\n  " + policy);
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(refused).isBetween(POLICIES / 10, POLICIES * 9 / 10);
  }

  private static ApiResponse post(ApiClient client, String policy) {
    String namespace = policy.replaceFirst("(?s).*?\"namespace\": \"([a-z]+)\".*", "$1");
    return client.post(
        "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/networkpolicies", policy);
  }

  private @Nullable String disagreement(String policy, ApiResponse answer) {
    NetworkPolicy own;
    boolean reported;
    try {
      Intake.Result result = Reading.file(folder, "policy.json", policy);
      own = result.cluster().networkPolicies().getFirst();
      reported =
          result.findings().stream().anyMatch(each -> each.place().path().startsWith("spec."));
    } catch (InputException refusal) {
      if (answer.isSuccess()) {
        return "refused here only: " + refusal.getMessage();
      }
      return refusal.getMessage() != null && refusal.getMessage().contains("spec")
          ? null
          : "refused without a path: " + refusal.getMessage();
    }
    if (!answer.isSuccess()) {
      // A server keeps what it took when it was less strict, so a dump may hold such a policy.
      return reported ? null : "refused there only: " + answer.message();
    }
    ObjectNode defaulted = (ObjectNode) answer.json();
    JsonNode metadata = defaulted.get("metadata");
    ((ObjectNode) metadata).remove("managedFields");
    List<Object> meant = meaning(read(defaulted.toString()));
    return meaning(own).equals(meant) ? null : "means " + meaning(own) + " not " + meant;
  }

  private NetworkPolicy read(String text) {
    return Reading.file(folder, "policy.json", text).cluster().networkPolicies().getFirst();
  }

  private static List<Object> meaning(NetworkPolicy policy) {
    return List.of(
        policy.podSelector(),
        policy.forIngress(),
        policy.forEgress(),
        policy.ingress(),
        policy.egress());
  }
}
