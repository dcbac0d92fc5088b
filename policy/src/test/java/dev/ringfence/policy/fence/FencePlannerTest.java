package dev.ringfence.policy.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.SmallCluster;
import dev.ringfence.policy.Yaml;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.traits.ClusterTraits;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What cannot be fenced is refused before anything is written, all of it at once. */
final class FencePlannerTest {

  private static FencePlan plan(String documents) {
    PolicySet policy =
        PolicySet.of(Yaml.documents(documents), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution =
        policy.resolve(
            new SmallCluster().namespace("kube-system").namespace("web").namespace("cogs").build());
    return FencePlanner.plan(policy, resolution, ClusterTraits.of(resolution.cluster()));
  }

  private static String document(String kind, String name, String spec) {
    return """
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: %s
        metadata: {name: %s}
        spec: {%s}
        """
        .formatted(kind, name, spec);
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                plan(
                    document("IsolationClass", "odd", "pattern: Sandboxed, quotaProfile: huge")
                        + document(
                            "IsolationClass",
                            "given-away",
                            "pattern: Shared, podSecurityLevel: privileged")
                        + document(
                            "IsolationClass",
                            "in-name-only",
                            "pattern: Sandboxed, runtimeClassName: gvisor, runtimeHandler: runc")
                        + document(
                            "Tenant",
                            "web",
                            "trust: Trusted, isolationClass: odd, namespaces: {names: [web]}")
                        + document(
                            "Tenant",
                            "cogs",
                            "trust: Trusted, isolationClass: given-away, namespaces: {names: [cogs]}")
                        + document(
                            "Tenant",
                            "new",
                            "trust: Trusted, isolationClass: in-name-only, namespaces: {names: [kube-new]}")))
        .isInstanceOfSatisfying(
            FenceException.class,
            refused ->
                assertThat(refused.problems())
                    .hasSize(5)
                    .anyMatch(line -> line.contains("\"huge\" is not one of small, medium, large"))
                    .anyMatch(line -> line.contains("needs runtimeClassName"))
                    .anyMatch(line -> line.contains("privileged gives the node away"))
                    .anyMatch(line -> line.contains("that is no sandbox"))
                    .anyMatch(line -> line.contains("kube-new is the platform's")));
  }

  @Test
  void documentsAreRefusedByTheirShape() {
    assertThatThrownBy(
            () ->
                plan(
                    document(
                            "IsolationClass",
                            "odd",
                            "pattern: Shared, quota: {pods: many, requests.cpu: \"8\"}")
                        + document("Tenant", "Web", "namespaces: {names: [Web_1]}")
                        + document(
                            "Tenant", "a", "isolationClass: none, namespaces: {names: [web]}")
                        + document("Tenant", "b", "namespaces: {names: [web]}")))
        .isInstanceOfSatisfying(
            DocumentException.class,
            refused ->
                assertThat(refused.getMessage())
                    .contains("\"many\" is not a quantity", "metadata.name", "Web_1")
                    .contains("namespace web also belongs to the tenant a"));
  }

  @Test
  void aClassThatDoesNotExistIsRefused() {
    assertThatThrownBy(
            () -> plan(document("Tenant", "a", "isolationClass: none, namespaces: {names: [web]}")))
        .hasMessageContaining("there is no IsolationClass none");
  }

  @Test
  void oneRuntimeClassCannotStandForTwoPools() {
    String made = ", runtimeClassName: gvisor, runtimeHandler: runsc";
    String tenant = "trust: Trusted, namespaces: {names: [%1$s]}, isolationClass: %2$s";
    assertThatThrownBy(
            () ->
                plan(
                    document("IsolationClass", "pool", "pattern: Sandboxed" + made)
                        + document(
                            "IsolationClass", "own", "pattern: SandboxedDedicatedNodes" + made)
                        + document("Tenant", "a", tenant.formatted("web", "pool"))
                        + document("Tenant", "b", tenant.formatted("cogs", "own"))))
        .hasMessageContaining(
            "the RuntimeClass gvisor would be for the pool sandbox and for nodes");
  }

  @Test
  void aSelectorThatMatchesTheSystemIsRefused() {
    assertThatThrownBy(
            () ->
                plan(
                    document(
                        "Tenant",
                        "a",
                        "trust: Trusted, code: FirstParty, namespaces: {selector: {}}")))
        .hasMessageContaining("kube-system");
  }

  @Test
  void onlyDeclaredTenantsAreFenced() {
    FencePlan plan =
        plan(
            document(
                "Tenant",
                "web",
                "trust: Trusted, code: FirstParty, namespaces: {names: [web, new]}"));
    assertThat(plan.fences()).hasSize(1);
    assertThat(plan.fences().getFirst().namespaces()).containsExactly("new", "web");
  }
}
