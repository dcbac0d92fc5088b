package dev.ringfence.cel;

import static dev.ringfence.cel.MadeUpCluster.NOT_PRIVILEGED;
import static dev.ringfence.cel.MadeUpCluster.isRefused;
import static dev.ringfence.cel.MadeUpCluster.passes;
import static dev.ringfence.cel.MadeUpCluster.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.cluster.LabelSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A7: made-up pods against policies in force, with their way out and without it. */
class MadeUpPodsTest {

  /** Mirror pods of a node's identity, where a policy's variables name each other. */
  private static PolicyVerdict mirror(String validation) {
    return new MadeUpCluster()
        .validating()
        .with("notes", "object.metadata.?annotations.orValue({})")
        .with("isMirror", "'kubernetes.io/config.mirror' in variables.notes")
        .with("broken", "object.nothing.there")
        .asks(validation)
        .add()
        .mirror();
  }

  @Test
  void mirrorPodsAreRefusedByThePolicyThatLooksAtThemAndByNoOther() {
    isRefused(mirror("!variables.isMirror"), "looks at mirror pods");
    assertThat(mirror("!has(object.spec.hostNetwork)").refused()).isFalse();
    assertThat(mirror("!variables.isMirror || 'way-out' in object.metadata.annotations").refused())
        .isFalse();
    assertThat(mirror("request.userInfo.username.startsWith('system:node:')").refused()).isFalse();
  }

  @Test
  void whatAPolicyRefusesIsRefusedAndAnotherShapeIsNot() {
    isRefused(DangerousShape.PRIVILEGED, NOT_PRIVILEGED);
    assertThat(verdict(DangerousShape.PRIVILEGED, NOT_PRIVILEGED).refusals()).hasSize(1);
    passes(DangerousShape.HOST_PID, NOT_PRIVILEGED);
  }

  /** Whether a policy that is asked only under a condition lets the shape through. */
  private static boolean passesUnless(DangerousShape shape, String condition, String validation) {
    return !new MadeUpCluster()
        .validating()
        .onlyIf(condition)
        .asks(validation)
        .add()
        .verdict(shape)
        .refused();
  }

  @Test
  void aLabelThatAPolicyExemptsIsFound() {
    assertThat(
            passesUnless(
                DangerousShape.PRIVILEGED,
                "object.metadata.?labels['exempt'].orValue('') != 'yes'",
                NOT_PRIVILEGED))
        .isTrue();
    assertThat(
            new MadeUpCluster()
                .validating()
                .onlyObjects(new LabelSelector(Map.of("guarded", "yes"), List.of()))
                .asks(NOT_PRIVILEGED)
                .add()
                .verdict(DangerousShape.PRIVILEGED)
                .refused())
        .as("pods without the label that the policy selects by")
        .isFalse();
  }

  @Test
  void aKeyThatIsWrittenAsAFieldIsFound() {
    for (String exempt :
        List.of(
            "has(object.metadata.annotations) && has(object.metadata.annotations.approved)",
            "object.metadata.?annotations.?approved.hasValue()",
            "has(object.metadata.labels) && has(object.metadata.labels.breakglass)"
                + " && object.metadata.labels.breakglass == 'granted'")) {
      passes(DangerousShape.PRIVILEGED, "(" + exempt + ") || " + NOT_PRIVILEGED);
    }
  }

  @Test
  void aRuntimeClassAnImageAndAControllerThatAreExemptAreFound() {
    assertThat(
            passesUnless(
                DangerousShape.HOST_PATH,
                "!(has(object.spec.runtimeClassName) && object.spec.runtimeClassName == 'gvisor')",
                "!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))"))
        .isTrue();
    assertThat(
            passesUnless(
                DangerousShape.HOST_PATH,
                "!('system:serviceaccounts:kube-system' in request.userInfo.groups)",
                "!has(object.spec.volumes)"))
        .isTrue();
  }

  @Test
  void whatCannotBeEnumeratedOrCompiledIsUndecided() {
    PolicyVerdict searched =
        new MadeUpCluster()
            .validating()
            .onlyIf("!object.metadata.name.matches('^ops-[0-9]+$')")
            .asks(NOT_PRIVILEGED)
            .add()
            .verdict(DangerousShape.PRIVILEGED);
    assertThat(searched.refused()).isTrue();
    assertThat(searched.undecided()).isTrue();
    PolicyVerdict broken = verdict(DangerousShape.PRIVILEGED, "object.spec.(");
    assertThat(broken.refused()).isTrue();
    assertThat(broken.undecided()).isTrue();
  }

  private static PolicyVerdict changed(DangerousShape shape, boolean patch, String expression) {
    return new MadeUpCluster().mutating(patch, expression).verdict(shape);
  }

  @Test
  void aPolicyThatTakesTheDangerOutOfAPodIsAsGoodAsARefusal() {
    String tame = "Object{spec: Object.spec{hostNetwork: false}}";
    isRefused(changed(DangerousShape.HOST_NETWORK, false, tame), "taken out");
    assertThat(changed(DangerousShape.HOST_PID, false, tame).refused()).isFalse();
    String remove = "[JSONPatch{op: 'remove', path: '/spec/hostNetwork'}]";
    assertThat(changed(DangerousShape.HOST_NETWORK, true, remove).refused()).isTrue();
    PolicyVerdict broken = changed(DangerousShape.HOST_NETWORK, false, "Object{spec: nothing}");
    assertThat(broken.undecided()).isTrue();
  }

  @Test
  void aWayOutThatStandsInAMutationItselfIsFound() {
    String unless =
        "object.metadata.?labels['keeps'].orValue('') == 'hostNetwork' ? [] :"
            + " [JSONPatch{op: 'remove', path: '/spec/hostNetwork'}]";
    assertThat(changed(DangerousShape.HOST_NETWORK, true, unless).refused()).isFalse();
    isRefused(
        changed(
            DangerousShape.HOST_NETWORK,
            true,
            "object.spec.?hostPID.orValue(false) ? [] :"
                + " [JSONPatch{op: 'remove', path: '/spec/hostNetwork'}]"),
        "what it spares has another shape");
  }
}
