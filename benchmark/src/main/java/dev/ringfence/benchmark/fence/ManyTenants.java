package dev.ringfence.benchmark.fence;

import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import dev.ringfence.policy.traits.ClusterTraits;
import java.time.LocalDate;
import java.util.List;

/**
 * Plans for as many tenants as are wanted: a third shared, on nodes of their own, sandboxed. Their
 * quotas are large, so that hundreds of pods can be created in one namespace.
 */
final class ManyTenants {

  private static final String CLASSES =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: shared}
      spec: {pattern: Shared, quotaProfile: large}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: nodes}
      spec: {pattern: DedicatedNodes, quotaProfile: large}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: sandboxed}
      spec: {pattern: Sandboxed, runtimeClassName: gvisor, runtimeHandler: runsc, quotaProfile: large}
      """;

  private static final List<String> PATTERNS = List.of("shared", "nodes", "sandboxed");

  private ManyTenants() {}

  static String name(int tenant) {
    return "tenant-" + tenant;
  }

  static FencePlan plan(int tenants) {
    StringBuilder text = new StringBuilder(CLASSES);
    for (int tenant = 0; tenant < tenants; tenant++) {
      text.append(
          """
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: %1$s}
          spec:
            trust: Trusted
            code: FirstParty
            namespaces: {names: [%1$s]}
            needs: {podSpec: Platform}
            isolationClass: %2$s
          """
              .formatted(name(tenant), PATTERNS.get(tenant % PATTERNS.size())));
    }
    Intake.Result read =
        Intake.read(
            List.of(new SourceSpec.Text("tenants", text.toString())), IntakeOptions.DEFAULT);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution = policy.resolve(read.cluster());
    return FencePlanner.plan(policy, resolution, ClusterTraits.of(resolution.cluster()));
  }
}
