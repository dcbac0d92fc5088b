package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While labels change by which Pod Security, admission policies, webhooks, tenancy and network
 * policies tell namespaces apart, the proof says what one from scratch says.
 */
final class StandingLabelsTest {

  /** {@code -Dringfence.labels=N} makes it more. */
  private static final int EDITS = Integer.getInteger("ringfence.labels", 40);

  /** One lax namespace is enough for many, so most are not. */
  private static final List<String> LEVELS =
      List.of("restricted", "no", "restricted", "restricted", "baseline", "privileged");

  private static final List<String> VERSIONS = List.of("latest", "v1.20", "v1.30");

  @TempDir Path folder;

  /** Who has a say on pods beside Pod Security. */
  enum Say {
    NOBODY,
    ADMISSION_POLICIES,
    WEBHOOK,
    ALL
  }

  @ParameterizedTest
  @EnumSource
  void whatFollowsLabelsIsWhatAProofFromScratchSays(Say say) throws Exception {
    Intake.Result read = StandingScene.read(folder, yaml(say));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 5));
    int moved = 0;
    int followed = 0;
    List<String> before = StandingScene.verdicts(standing.answers());
    for (int edit = 0; edit < EDITS; edit++) {
      String what = random.nextInt(6) == 0 ? other(standing, random) : label(standing, random);
      List<String> now =
          StandingScene.comparedVerdicts(policy, standing, "edit " + edit + ": " + what);
      moved += now.equals(before) ? 0 : 1;
      followed += standing.rowByRow() ? 1 : 0;
      before = now;
    }
    // Else the comparison compares nothing.
    assertThat(followed).isGreaterThan(EDITS / 2);
    assertThat(moved).isGreaterThan(EDITS / 8);
  }

  private static String label(StandingProof standing, Random random) {
    String name = "t" + random.nextInt(5);
    int index = standing.cluster().namespaceIndex(name);
    Namespace namespace = standing.cluster().namespaces().get(index);
    String key =
        List.of(
                "pod-security.kubernetes.io/enforce",
                "pod-security.kubernetes.io/enforce",
                "pod-security.kubernetes.io/enforce-version",
                "team",
                "guarded",
                "toolkit.fluxcd.io/tenant")
            .get(random.nextInt(6));
    // Whose a namespace is tells nearly everything: rarely another's.
    List<String> values =
        key.endsWith("enforce")
            ? LEVELS
            : key.endsWith("version")
                ? VERSIONS
                : key.endsWith("tenant")
                    ? List.of(random.nextInt(4) > 0 ? name : "t0", name)
                    : List.of("a", "b");
    LabelSet labels =
        random.nextInt(key.endsWith("enforce") ? 12 : 4) == 0
            ? namespace.labels().keeping(one -> !one.equals(key))
            : namespace.labels().with(key, values.get(random.nextInt(values.size())));
    return name + " " + labels + (standing.labelled(name, labels) ? " stands" : "");
  }

  /** A right to label or to make pods, or a policy by the labels. */
  private static String other(StandingProof standing, Random random) {
    List<NetworkPolicy> policies = standing.cluster().networkPolicies();
    if (random.nextInt(4) == 0 && policies.size() > 4) {
      NetworkPolicy some = policies.get(random.nextInt(policies.size()));
      standing.changed(edit -> edit.networkPolicies(one -> some.equals(one) ? null : one));
      return "without " + some.meta().reference();
    }
    List<Rbac.Binding> mine =
        standing.cluster().bindings().stream()
            .filter(one -> one.meta().origin().file().endsWith(".yaml"))
            .toList();
    // Many grants leave little that a label could change.
    if (mine.size() > 4) {
      Rbac.Binding some = mine.get(random.nextInt(mine.size()));
      standing.changed(edit -> edit.bindings(one -> some.equals(one) ? null : one));
      return "unbind " + some;
    }
    Rbac.Binding more =
        new Rbac.Binding(
            StandingScene.meta("RoleBinding", "t" + random.nextInt(5), "more" + random.nextInt()),
            true,
            List.of("edit", "labels").get(random.nextInt(2)),
            List.of(
                new Rbac.Subject(
                    Rbac.SubjectKind.SERVICE_ACCOUNT, "t" + random.nextInt(5), "default")));
    standing.changed(edit -> edit.add(more));
    return "bind " + more;
  }

  private static String yaml(Say say) {
    StringBuilder yaml =
        new StringBuilder(
            StandingScene.cluster().replace("enforce: baseline", "enforce: restricted"));
    yaml.append(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: labels}
        rules:
        - {apiGroups: [""], resources: [namespaces], verbs: [patch]}
        """);
    if (say == Say.ADMISSION_POLICIES || say == Say.ALL) {
      yaml.append(
          policy(
              "no-host-paths",
              "operations: [CREATE, UPDATE], resources: [pods]",
              "!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))",
              "a"));
      yaml.append(
          policy(
              "no-nodes",
              "operations: [CREATE], resources: [pods]",
              "!has(object.spec.nodeName) || object.spec.nodeName != 'node-0'",
              "b"));
      yaml.append(
          policy(
              "teams-stay",
              "operations: [UPDATE], resources: [namespaces]",
              "!has(oldObject.metadata.labels.team) || (has(object.metadata.labels.team) &&"
                  + " object.metadata.labels.team == oldObject.metadata.labels.team)",
              "b"));
    }
    if (say == Say.WEBHOOK || say == Say.ALL) {
      yaml.append(
          """
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingWebhookConfiguration
          metadata: {name: guard}
          webhooks:
          - name: guard.example.org
            clientConfig: {url: "https://guard.example.org/"}
            rules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
            namespaceSelector: {matchLabels: {guarded: a}}
            sideEffects: None
            admissionReviewVersions: [v1]
          """);
    }
    return yaml.toString();
  }

  /** A policy that denies in the namespaces with that label. */
  private static String policy(String name, String asked, String expression, String guarded) {
    return """
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: %1$s}
    spec:
      matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], %2$s}]}
      validations: [{expression: "%3$s"}]
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: %1$s}
    spec:
      policyName: %1$s
      validationActions: [Deny]
      matchResources: {namespaceSelector: {matchLabels: {guarded: %4$s}}}
    """
        .formatted(name, asked, expression, guarded);
  }
}
