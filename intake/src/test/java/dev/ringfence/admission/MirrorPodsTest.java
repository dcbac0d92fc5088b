package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.MirrorVerdict;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who has a say on mirror pods. That a webhook is asked about them at all is shown on a real API
 * server by {@link dev.ringfence.access.ConfirmedSemanticsTest}.
 */
final class MirrorPodsTest {

  private static final String NAMESPACES =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: green, labels: {fenced: "true"}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: open}
      ---
      """;

  @TempDir private Path folder = Path.of("");

  private MirrorVerdict verdict(String namespace, String objects) {
    Cluster cluster = Reading.file(folder, "cluster.yaml", NAMESPACES + objects).cluster();
    Admission admission = Admission.of(cluster, new KubernetesExpressions());
    return admission.onMirrorPods(
        admission.mirrorQuestion(cluster.namespaceIndex(namespace)), "worker");
  }

  private static String webhook(String name, String more) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: %s}
        webhooks:
        - name: validate.example.com
          rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
          clientConfig: {service: {namespace: open, name: hook}}
          sideEffects: None
          admissionReviewVersions: [v1]
          failurePolicy: Fail
        %s
        """
        .formatted(name, more.indent(2));
  }

  @Test
  void withoutAnyEngineNobodyRefusesThem() {
    assertThat(verdict("green", "").passes()).isTrue();
  }

  @Test
  void anUnknownWebhookMayRefuseThemWhereItIsAsked() {
    String fenced = webhook("guard", "namespaceSelector: {matchLabels: {fenced: \"true\"}}");
    assertThat(verdict("green", fenced).unknown()).containsExactly("guard");
    assertThat(verdict("open", fenced).passes()).isTrue();
  }

  @Test
  void aSelectorOnTheirLabelsKeepsNothingOut() {
    String labelled = webhook("guard", "objectSelector: {matchLabels: {app: web}}");
    assertThat(verdict("green", labelled).passes()).isTrue();
  }

  @Test
  void aMatchConditionThatLeavesNodesOutIsEvaluated() {
    String condition =
        """
        matchConditions:
        - name: exclude-kubelets
          expression: "!('system:nodes' in request.userInfo.groups)"
        """;
    assertThat(verdict("green", webhook("guard", condition)).passes()).isTrue();
    String others = condition.replace("system:nodes", "system:masters");
    assertThat(verdict("green", webhook("guard", others)).unknown()).containsExactly("guard");
    String broken = condition.replace("!('system:nodes' in request.userInfo.groups)", "nonsense(");
    assertThat(verdict("green", webhook("guard", broken)).unknown())
        .as("what is not evaluated may ask")
        .containsExactly("guard");
  }

  private static final String NO_MIRRORS =
      """
      apiVersion: kyverno.io/v1
      kind: ClusterPolicy
      metadata: {name: no-mirrors}
      spec:
        validationFailureAction: Enforce
        rules:
        - name: no-mirrors
          match: {any: [{resources: {kinds: [Pod]}}]}
          validate:
            message: no mirror pods
            pattern: {metadata: {=(annotations): {X(kubernetes.io/config.mirror): "null"}}}
      ---
      """;

  private static String configuration(String groups) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kyverno, namespace: open}
        data: {excludeGroups: "%s"}
        ---
        """
        .formatted(groups);
  }

  @Test
  void kyvernoLeavesNodesAloneUnlessItsConfigurationSaysElse() {
    String asked = NO_MIRRORS + webhook("kyverno-resource-validating-webhook-cfg", "");
    assertThat(verdict("green", asked).passes()).isTrue();
    assertThat(verdict("green", configuration("system:nodes") + asked).passes()).isTrue();
    assertThat(verdict("green", configuration("").replace("open", "green") + asked).passes())
        .as("not where Kyverno runs")
        .isTrue();
    assertThat(verdict("green", configuration("system:n*") + asked).passes()).isTrue();
    MirrorVerdict strict = verdict("green", configuration("") + asked);
    assertThat(strict.passes()).isFalse();
    assertThat(strict.engines())
        .singleElement()
        .satisfies(
            engine -> {
              assertThat(engine.engine()).isEqualTo("kyverno");
              assertThat(engine.verdict().refused()).isTrue();
              assertThat(engine.verdict().undecided()).isFalse();
            });
    assertThat(strict.unknown()).isEmpty();
  }

  @Test
  void anEngineThatIsNotAskedThereRefusesNothingThere() {
    String asked =
        configuration("")
            + NO_MIRRORS
            + webhook(
                "kyverno-resource-validating-webhook-cfg",
                "namespaceSelector: {matchLabels: {fenced: \"true\"}}");
    assertThat(verdict("green", asked).passes()).isFalse();
    assertThat(verdict("open", asked).passes()).isTrue();
  }
}
