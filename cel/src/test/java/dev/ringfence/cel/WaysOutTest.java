package dev.ringfence.cel;

import static dev.ringfence.cel.MadeUpCluster.NOT_PRIVILEGED;
import static dev.ringfence.cel.MadeUpCluster.isRefused;
import static dev.ringfence.cel.MadeUpCluster.passes;
import static dev.ringfence.cel.MadeUpCluster.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.PolicyVerdict;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A7: ways past policies that take several changes at once, or values from elsewhere. */
class WaysOutTest {

  private static final DangerousShape SHAPE = DangerousShape.PRIVILEGED;

  private static String label(String key) {
    return "object.metadata.?labels['" + key + "'].orValue('')";
  }

  @Test
  void twoPoliciesWithAWayOutEachLetThroughWhoTakesBoth() {
    MadeUpCluster both =
        new MadeUpCluster()
            .validating()
            .asks(label("first-exempt") + " == 'yes' || " + NOT_PRIVILEGED)
            .add()
            .validating()
            .asks("object.spec.?runtimeClassName.orValue('') == 'trusted' || " + NOT_PRIVILEGED)
            .add();
    assertThat(both.verdict(SHAPE).refused()).isFalse();
    isRefused(
        new MadeUpCluster()
            .validating()
            .asks(label("exempt") + " == 'yes' || " + NOT_PRIVILEGED)
            .add()
            .validating()
            .asks(label("exempt") + " == 'no' || " + NOT_PRIVILEGED)
            .add()
            .verdict(SHAPE),
        "nothing is yes and no");
  }

  @Test
  void onePolicyThatAsksForTwoThingsLetsThroughWhatHasBoth() {
    passes(
        SHAPE,
        "(%s == 'yes' && %s == 'ops') || %s"
            .formatted(label("exempt"), label("team"), NOT_PRIVILEGED));
    passes(
        SHAPE,
        "(%s == 'yes' && object.spec.?runtimeClassName.orValue('') == 'gvisor') || %s"
            .formatted(label("exempt"), NOT_PRIVILEGED));
    isRefused(
        SHAPE,
        "(%s == 'yes' && %s == 'no') || %s"
            .formatted(label("exempt"), label("exempt"), NOT_PRIVILEGED));
  }

  @Test
  void aValueThatStandsInTheParametersIsTried() {
    String exempt = label("team") + " == params.data.exempt || " + NOT_PRIVILEGED;
    MadeUpCluster parameters =
        new MadeUpCluster().validating().asks(exempt).takes(Map.of("exempt", "gold")).add();
    assertThat(parameters.verdict(SHAPE).refused()).isFalse();
    String others = label("team") + " == params.data.exempt + '!' || " + NOT_PRIVILEGED;
    PolicyVerdict composed =
        new MadeUpCluster()
            .validating()
            .asks(others)
            .takes(Map.of("exempt", "gold"))
            .add()
            .verdict(SHAPE);
    assertThat(composed.undecided()).as("a text that is put together").isTrue();
  }

  @Test
  void aValueOfTheNamespaceIsTried() {
    passes(
        SHAPE,
        label("owner") + " == namespaceObject.metadata.labels['tenant'] || " + NOT_PRIVILEGED);
    passes(SHAPE, label("in") + " == request.namespace || " + NOT_PRIVILEGED);
    passes(SHAPE, label("by") + " == request.userInfo.username || " + NOT_PRIVILEGED);
  }

  @Test
  void aKeyAmongManyTextsIsTriedWithEachOfThem() {
    String many =
        IntStream.range(0, 40)
            .mapToObj(number -> "'team-" + number + "'")
            .collect(Collectors.joining(", "));
    passes(SHAPE, "%s in [%s] || %s".formatted(label("team"), many, NOT_PRIVILEGED));
    isRefused(
        SHAPE,
        "!(%s in [%s]) && %s".formatted("object.spec.containers[0].name", many, NOT_PRIVILEGED));
  }

  /** By the same policy or another, and whether or not a second change gets past that one too. */
  @Test
  void aWayOutThatMeetsAnotherRefusalIsFollowed() {
    String trusted = "object.spec.?runtimeClassName.orValue('') == 'trusted'";
    String first = trusted + " || " + NOT_PRIVILEGED;
    String second = "!(" + trusted + ") || " + label("team") + " == 'ops'";
    passes(SHAPE, first, second);
    assertThat(
            new MadeUpCluster()
                .validating()
                .asks(first)
                .add()
                .validating()
                .asks(second)
                .add()
                .verdict(SHAPE)
                .refused())
        .isFalse();
    isRefused(SHAPE, first, "!(" + trusted + ") || " + NOT_PRIVILEGED);
    PolicyVerdict third =
        verdict(SHAPE, first, second, label("team") + " != 'ops' || " + label("level") + " == 'x'");
    assertThat(third.undecided() || !third.refused()).as("three in a row").isTrue();
  }

  @Test
  void moreThanCanBeTriedIsUndecided() {
    String three =
        "(%s == 'a' && %s == 'b' && %s == 'c') || %s"
            .formatted(label("one"), label("two"), label("three"), NOT_PRIVILEGED);
    PolicyVerdict verdict = verdict(SHAPE, three);
    assertThat(verdict.undecided() || !verdict.refused()).isTrue();
  }
}
