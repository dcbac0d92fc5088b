package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random expressions in each place of a policy: whether a real API server takes the policy (by a
 * dry run), against whether the engine says it would. By default {@value #DEFAULT_POLICIES}; the
 * system property {@value #POLICIES} asks for more.
 */
@RealControlPlane
class PolicyTypesDifferentialTest {

  private static final String POLICIES = "ringfence.policy.types";
  private static final int DEFAULT_POLICIES = 400;
  private static final int MOST_DIFFERENCES = 40;
  private static final String PATH = "/apis/admissionregistration.k8s.io/v1/";

  private final ControlPlane plane;

  PolicyTypesDifferentialTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void policiesAreTakenAsTheServerTakesThem(@TempDir Path folder) throws Exception {
    int wanted = Integer.getInteger(POLICIES, DEFAULT_POLICIES);
    RandomExpressions random = new RandomExpressions(PolicyWorld.seed(1));
    List<String> documents = new ArrayList<>();
    for (int at = 0; at < wanted; at++) {
      documents.add(random.policy("types-" + at));
    }
    List<AdmissionRules.Policy> policies =
        Reading.file(folder, "policies.yaml", "[" + String.join(",\n", documents) + "]")
            .cluster()
            .admissionPolicies();
    assertThat(policies).hasSize(wanted);
    KubernetesExpressions expressions = new KubernetesExpressions();
    ApiClient server = plane.administrator().dryRun();
    List<String> differences = new ArrayList<>();
    int refused = 0;
    for (int at = 0; at < wanted && differences.size() < MOST_DIFFERENCES; at++) {
      AdmissionRules.Policy policy = policies.get(at);
      ApiResponse answer =
          server.post(
              PATH
                  + (policy.mutating()
                      ? "mutatingadmissionpolicies"
                      : "validatingadmissionpolicies"),
              documents.get(at));
      Optional<String> refusal = expressions.refusal(policy);
      refused += answer.isSuccess() ? 0 : 1;
      if (answer.isSuccess() != refusal.isEmpty()) {
        differences.add(
            "server: %s%nengine: %s%n%s"
                .formatted(
                    answer.isSuccess() ? "takes it" : answer.message(),
                    refusal.orElse("takes it"),
                    documents.get(at)));
      }
    }
    System.out.println(wanted + " policies, " + refused + " not taken");
    assertThat(differences).as(String.join("\n\n", differences)).isEmpty();
    assertThat(refused).isGreaterThan(wanted / 10).isLessThan(wanted * 9 / 10);
  }
}
