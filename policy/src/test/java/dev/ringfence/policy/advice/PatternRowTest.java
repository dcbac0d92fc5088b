package dev.ringfence.policy.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.SmallCluster;
import dev.ringfence.policy.Yaml;
import dev.ringfence.policy.traits.ClusterTraits;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the table, and beside it the profile one word away that it must not take. */
final class PatternRowTest {

  private static Advice advice(String spec, String neighbour) {
    String tenant =
        """
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: %s}
        spec: {namespaces: {names: [%s]}, %s}
        """;
    String documents =
        tenant.formatted("web", "web", spec)
            + "---\n"
            + tenant.formatted("other", "other", neighbour);
    PolicySet policy =
        PolicySet.of(Yaml.documents(documents), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution =
        policy.resolve(
            new SmallCluster()
                .namespace("kube-system")
                .namespace("web")
                .namespace("other")
                .build());
    List<Advice> advice =
        Adviser.advise(policy, resolution, ClusterTraits.of(resolution.cluster()));
    return advice.stream()
        .filter(each -> each.profile().name().equals("web"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trust: Untrusted, code: Arbitrary, needs: {podSpec: Tenant} | ARBITRARY_CODE_WITH_RIGHTS",
        "trust: Trusted, code: Arbitrary, needs: {kubernetesAPI: true} | ARBITRARY_CODE_WITH_RIGHTS",
        "trust: Trusted, code: Arbitrary, needs: {clusterScopedResources: true} | ARBITRARY_CODE_WITH_RIGHTS",
        "code: Arbitrary, needs: {podSpec: Platform, hostPrivileges: [HostPath]} | ARBITRARY_CODE_WITH_RIGHTS",
        "code: Arbitrary, needs: {podSpec: Platform, lifetime: Ephemeral} | ARBITRARY_CODE_THAT_ENDS",
        "code: FirstParty, trust: Trusted, needs: {lifetime: Ephemeral} | TRUSTED",
        "code: FirstParty, needs: {kubernetesAPI: true} | UNTRUSTED_WITH_CREDENTIALS",
        "code: FirstParty, subjects: [{kind: User, name: jane}] | UNTRUSTED_WITH_CREDENTIALS",
        "code: FirstParty, needs: {podSpec: Tenant} | CODE_IN_PLATFORM_PODS",
        "code: Arbitrary, needs: {podSpec: Platform} | CODE_IN_PLATFORM_PODS",
        "trust: Trusted, code: Arbitrary, needs: {podSpec: Platform} | CODE_IN_PLATFORM_PODS",
        "trust: Trusted, code: ThirdParty, needs: {hostPrivileges: [HostPath]} | TRUSTED_WITH_PRIVILEGES",
        "trust: Trusted, code: FirstParty, data: Critical | TRUSTED_WITH_VALUE",
        "trust: Trusted, code: FirstParty, needs: {noise: Sensitive} | TRUSTED_WITH_VALUE",
        "trust: Trusted, code: FirstParty | TRUSTED",
        "trust: Trusted, code: FirstParty, subjects: [{kind: User, name: jane}] | TRUSTED",
      })
  void theFirstRowThatAppliesCounts(String spec, PatternRow row) {
    assertThat(advice(spec, "trust: Trusted, code: FirstParty").choice().row()).isEqualTo(row);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "needs: {hostPrivileges: [HostPath]} | trust: Trusted, code: FirstParty, data: Critical"
            + " | HOST_PRIVILEGES_BESIDE_VALUE",
        "needs: {hostPrivileges: [HostPath]} | code: FirstParty | HOST_PRIVILEGES_BESIDE_VALUE",
        "needs: {hostPrivileges: [HostPath]} | trust: Trusted, code: FirstParty"
            + " | TRUSTED_WITH_PRIVILEGES",
        // One tenant each: the first environment by name counts as the cluster's.
        "environment: test | trust: Trusted, environment: production | OTHER_ENVIRONMENT",
        "environment: production | trust: Trusted, environment: production | TRUSTED",
      })
  void neighboursCount(String spec, String neighbour, PatternRow row) {
    Advice advice = advice("trust: Trusted, code: FirstParty, " + spec, neighbour);
    assertThat(advice.choice().row()).isEqualTo(row);
  }
}
