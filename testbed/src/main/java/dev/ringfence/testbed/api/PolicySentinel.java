package dev.ringfence.testbed.api;

import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until the API server has seen every earlier change of its admission policies. A server
 * follows its own policies through a watch, so what was deleted refuses for a moment longer. A
 * policy that is made now is seen after everything before it: when it is in force, and out of force
 * again, so is what went before.
 *
 * <p>It concerns only ConfigMaps of its own name, and those are never kept.
 */
public final class PolicySentinel {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String NAME = "ringfence-testbed-sentinel";
  private static final String PROBE =
      """
      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s"}}"""
          .formatted(NAME);

  private static final String VALIDATING =
      """
      "validations":[{"expression":"false","message":"seen"}]""";
  private static final String MUTATING =
      """
      "reinvocationPolicy":"Never","mutations":[{"patchType":"ApplyConfiguration",\
      "applyConfiguration":{"expression":"Object{data: {'seen': 'yes'}}"}}]""";

  private final ApiClient client;
  private final ApiResource policies;

  PolicySentinel(ApiClient client, ApiResource policies) {
    this.client = client;
    this.policies = policies;
  }

  static boolean knows(ApiResource resource) {
    return resource.group().equals("admissionregistration.k8s.io")
        && (resource.kind().equals("ValidatingAdmissionPolicy")
            || resource.kind().equals("MutatingAdmissionPolicy"));
  }

  /** Returns when every kind of policy that the server has is as it was before this call. */
  public static void awaitAll(ApiClient client) {
    Discovery.of(client).listable().stream()
        .filter(PolicySentinel::knows)
        .forEach(kind -> new PolicySentinel(client, kind).await());
  }

  /** Returns when policies deleted before this call are out of force. */
  void await() {
    String bindings = policies.path().replace("policies", "policybindings");
    client.post(policies.path(), policy()).orThrow();
    client.post(bindings, binding()).orThrow();
    Await.until("the sentinel to be in force", BOUND, () -> awaited(true));
    client.delete(bindings + "/" + NAME).orThrow();
    client.delete(policies.path() + "/" + NAME).orThrow();
    Await.until("the sentinel to be out of force", BOUND, () -> awaited(false));
  }

  private Optional<String> awaited(boolean inForce) {
    ApiResponse answer = client.dryRun().post("/api/v1/namespaces/default/configmaps", PROBE);
    boolean seen = !answer.isSuccess() || answer.json().path("data").has("seen");
    return seen == inForce
        ? Optional.empty()
        : Optional.of(seen ? answer.body() : "nothing refuses it");
  }

  private String policy() {
    return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s"},"spec":{"failurePolicy":"Fail",\
        "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],\
        "operations":["CREATE"],"resources":["configmaps"],"resourceNames":["%s"]}]},%s}}"""
        .formatted(
            policies.apiVersion(),
            policies.kind(),
            NAME,
            NAME,
            isValidating() ? VALIDATING : MUTATING);
  }

  private String binding() {
    return """
        {"apiVersion":"%s","kind":"%sBinding","metadata":{"name":"%s"},"spec":{"policyName":"%s"%s}}"""
        .formatted(
            policies.apiVersion(),
            policies.kind(),
            NAME,
            NAME,
            isValidating() ? ",\"validationActions\":[\"Deny\"]" : "");
  }

  private boolean isValidating() {
    return policies.kind().startsWith("Validating");
  }
}
