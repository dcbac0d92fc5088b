package dev.ringfence.admission;

import static dev.ringfence.admission.KyvernoExamples.containers;
import static dev.ringfence.admission.KyvernoExamples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of kyverno.io, "Validate Rules". */
class KyvernoExamplesTest {

  @TempDir private Path folder = Path.of("");

  private Reviewed policy(String rest) {
    return KyvernoExamples.policy(folder, rest);
  }

  private Reviewed pods(String validate) {
    return KyvernoExamples.pods(folder, validate);
  }

  @Test
  void basicValidationsANamespaceNeedsALabel() throws IOException {
    Reviewed purpose =
        policy(
            """
            match: {any: [{resources: {kinds: [Namespace]}}]}
            validate:
              failureAction: Enforce
              message: You must have label `purpose` with value `production` set.
              pattern: {metadata: {labels: {purpose: production}}}\
            """);
    String namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: prod-bus-app1%s}\n";
    assertThat(purpose.wordOn(namespace.formatted(""))).isEqualTo("refused");
    assertThat(purpose.wordOn(namespace.formatted(", labels: {purpose: production}")))
        .isEqualTo("allowed");
    assertThat(purpose.of(namespace.formatted("")).violations().getFirst().check())
        .isEqualTo("ClusterPolicy/example");
  }

  @Test
  void patternsWithWildcardsAskForLimits() throws IOException {
    Reviewed limits =
        pods("pattern: {spec: {containers: [{resources: {limits: {memory: '?*', cpu: '?*'}}}]}}");
    assertThat(limits.wordOn(containers(", resources: {limits: {memory: 1Gi, cpu: 1}}")))
        .isEqualTo("allowed");
    assertThat(limits.wordOn(containers(", resources: {limits: {memory: 1Gi}}")))
        .isEqualTo("refused");
    assertThat(limits.wordOn(containers(""))).isEqualTo("refused");
  }

  @Test
  void operatorsCompareQuantitiesRangesAndAlternatives() throws IOException {
    Reviewed most =
        pods("pattern: {spec: {containers: [{resources: {requests: {memory: '<1Gi'}}}]}}");
    assertThat(most.wordOn(containers(", resources: {requests: {memory: 512Mi}}")))
        .isEqualTo("allowed");
    assertThat(most.wordOn(containers(", resources: {requests: {memory: 2Gi}}")))
        .isEqualTo("refused");
    Reviewed grace = pods("pattern: {spec: {terminationGracePeriodSeconds: '10-50'}}");
    assertThat(grace.wordOn(pod("", "containers: [{name: a, image: b}]"))).isEqualTo("allowed");
    assertThat(
            grace.wordOn(
                pod("", "terminationGracePeriodSeconds: 60, containers: [{name: a, image: b}]")))
        .isEqualTo("refused");
    Reviewed image = pods("pattern: {spec: {containers: [{image: '!*:latest & *:*'}]}}");
    assertThat(image.wordOn(containers(""))).isEqualTo("allowed");
    assertThat(image.wordOn(pod("", "containers: [{name: a, image: 'b:latest'}]")))
        .isEqualTo("refused");
    assertThat(image.wordOn(pod("", "containers: [{name: a, image: b}]"))).isEqualTo("refused");
  }

  @Test
  void anchorsConditionalLatestImagesMustAlwaysBePulled() throws IOException {
    Reviewed latest =
        pods("pattern: {spec: {containers: [{(image): '*:latest', imagePullPolicy: Always}]}}");
    assertThat(latest.wordOn(pod("", "containers: [{name: a, image: 'b:latest'}]")))
        .isEqualTo("allowed");
    assertThat(
            latest.wordOn(
                pod("", "containers: [{name: a, image: 'b:latest', imagePullPolicy: Never}]")))
        .isEqualTo("refused");
    assertThat(
            latest.wordOn(pod("", "containers: [{name: a, image: 'b:1', imagePullPolicy: Never}]")))
        .isEqualTo("allowed");
  }

  @Test
  void anchorsEqualityDockerSocketIsNotMounted() throws IOException {
    Reviewed socket =
        pods("pattern: {spec: {=(volumes): [{=(hostPath): {path: '!/var/run/docker.sock'}}]}}");
    String with = "volumes: [{name: v, hostPath: {path: %s}}], containers: [{name: a, image: b}]";
    assertThat(socket.wordOn(containers(""))).isEqualTo("allowed");
    assertThat(socket.wordOn(pod("", with.formatted("/var/run/docker.sock")))).isEqualTo("refused");
    assertThat(socket.wordOn(pod("", with.formatted("/data")))).isEqualTo("allowed");
  }

  @Test
  void anchorsExistenceAtLeastOneContainer() throws IOException {
    Reviewed one = pods("pattern: {spec: {^(containers): [{image: 'nginx:*'}]}}");
    assertThat(
            one.wordOn(pod("", "containers: [{name: a, image: b}, {name: c, image: 'nginx:1'}]")))
        .isEqualTo("allowed");
    assertThat(one.wordOn(pod("", "containers: [{name: a, image: b}]"))).isEqualTo("refused");
  }

  @Test
  void anchorsNegationAFieldMayNotBeThere() throws IOException {
    Reviewed path = pods("pattern: {spec: {=(volumes): [{X(hostPath): 'null'}]}}");
    assertThat(path.wordOn(containers(""))).isEqualTo("allowed");
    assertThat(
            path.wordOn(
                pod(
                    "",
                    "volumes: [{name: v, hostPath: {path: /}}], containers: [{name: a, image:"
                        + " b}]")))
        .isEqualTo("refused");
  }

  @Test
  void anchorsGlobalImagesOfARegistryNeedItsPullSecret() throws IOException {
    Reviewed secret =
        pods(
            """
            pattern:
              spec:
                containers: [{name: '*', <(image): 'corp.reg.com/*'}]
                imagePullSecrets: [{name: my-registry-secret}]\
            """);
    String own = "containers: [{name: a, image: corp.reg.com/app}]";
    assertThat(secret.wordOn(pod("", own))).isEqualTo("refused");
    assertThat(secret.wordOn(pod("", own + ", imagePullSecrets: [{name: my-registry-secret}]")))
        .isEqualTo("allowed");
    assertThat(secret.wordOn(containers(""))).isEqualTo("allowed");
  }

  @Test
  void anyPatternRunAsNonRootForThePodOrItsContainers() throws IOException {
    Reviewed user =
        pods(
            """
            anyPattern:
            - spec: {securityContext: {runAsNonRoot: true}}
            - spec: {containers: [{name: '*', securityContext: {runAsNonRoot: true}}]}\
            """);
    assertThat(user.wordOn(containers(""))).isEqualTo("refused");
    assertThat(user.wordOn(containers(", securityContext: {runAsNonRoot: true}")))
        .isEqualTo("allowed");
    assertThat(
            user.wordOn(
                pod(
                    "",
                    "securityContext: {runAsNonRoot: true}, containers: [{name: a, image: b}]")))
        .isEqualTo("allowed");
  }

  @Test
  void denyRulesWithConditionsAndQueries() throws IOException {
    Reviewed privileged =
        pods(
            """
            deny:
              conditions:
                any:
                - key: "{{ request.object.spec.containers[].securityContext.privileged || `[]` }}"
                  operator: AnyIn
                  value: [true]
                - key: "{{ length(request.object.spec.containers) }}"
                  operator: GreaterThan
                  value: 2\
            """);
    assertThat(privileged.wordOn(containers(""))).isEqualTo("allowed");
    assertThat(privileged.wordOn(containers(", securityContext: {privileged: true}")))
        .isEqualTo("refused");
    assertThat(
            privileged.wordOn(
                pod(
                    "",
                    "containers: [{name: a, image: b}, {name: c, image: d}, {name: e, image: f}]")))
        .isEqualTo("refused");
    Reviewed unknown =
        pods(
            "deny: {conditions: {any: [{key: '{{ nothing.here }}', operator: Equals, value: 1}]}}");
    assertThat(unknown.wordOn(containers(""))).isEqualTo("undecided");
  }

  @Test
  void foreachChecksEachImage() throws IOException {
    Reviewed registry =
        pods(
            """
            foreach:
            - list: request.object.spec.containers
              pattern: {image: 'trusted-registry.io/*'}\
            """);
    assertThat(registry.wordOn(containers(""))).isEqualTo("refused");
    assertThat(registry.wordOn(pod("", "containers: [{name: a, image: trusted-registry.io/a}]")))
        .isEqualTo("allowed");
  }
}
