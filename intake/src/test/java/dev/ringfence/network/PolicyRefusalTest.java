package dev.ringfence.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in a NetworkPolicy are told with the object, the field and what is wrong with it. */
final class PolicyRefusalTest {

  @TempDir private Path folder;

  private static String policy(String spec) {
    return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace:"
        + " shop}, spec: "
        + spec
        + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{podSelector: {matchLabels: {app: 'a b'}}} | spec.podSelector | which no label app can have",
        "{podSelector: {matchLabels: {'a b': x}}} | spec.podSelector | which is no label's key",
        "{podSelector: {matchExpressions: [{key: a, operator: Is}]}} |"
            + " spec.podSelector.matchExpressions[0].operator | is no operator",
        "{podSelector: {matchExpressions: [{key: a, operator: In}]}} |"
            + " spec.podSelector.matchExpressions[0].values | must not be empty",
        "{policyTypes: [Both]} | spec.policyTypes | may hold Ingress and Egress only",
        "{ingress: [{ports: [{port: 90, endPort: 80}]}]} | spec.ingress[0].ports[0].port |"
            + " endPort not below it",
        "{ingress: [{ports: [{port: 0}]}]} | spec.ingress[0].ports[0].port | between 1 and 65535",
        "{ingress: [{ports: [{port: web, endPort: 80}]}]} | spec.ingress[0].ports[0].endPort |"
            + " must not stand beside a named port",
        "{ingress: [{ports: [{port: Web_1}]}]} | spec.ingress[0].ports[0].port | no name of one",
        "{ingress: [{ports: [{protocol: ICMP}]}]} | spec.ingress[0].ports[0].protocol |"
            + " must be TCP, UDP or SCTP",
        "{egress: [{to: [{ipBlock: {cidr: 10.0.0.0}}]}]} | spec.egress[0].to[0].ipBlock.cidr |"
            + " is no range of addresses",
        "{egress: [{to: [{ipBlock: {cidr: '::/0', except: [10.0.0.0/8]}}]}]} |"
            + " spec.egress[0].to[0].ipBlock.except | must lie within cidr",
        "{egress: [{to: [{}]}]} | spec.egress[0].to[0] | needs a selector or an ipBlock",
        "{egress: [{to: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]} |"
            + " spec.egress[0].to[0].ipBlock | must not stand beside a selector"
      })
  void aMistakeIsToldWithItsObjectAndField(String spec, String path, String what) {
    assertThatThrownBy(() -> Reading.file(folder, "policies.yaml", policy(spec)))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "policies.yaml, document 1, " + path, what, "NetworkPolicy shop/web");
  }

  @ParameterizedTest
  @CsvSource({
    "010.0.0.0/8, has leading zeros",
    "10.0.0.0/08, has leading zeros",
    "10.00.0.0/8, has leading zeros",
    "::01.2.3.4/128, has leading zeros",
    "1:00002::/32, has leading zeros",
    "::ffff:1.2.3.0/24, is an IPv4 address written as an IPv6 one",
    "::ffff:10.0.0.0/104, is an IPv4 address written as an IPv6 one",
    "fe80::1%1/64, is no range of addresses",
    "[fe80::]/10, is no range of addresses"
  })
  void aRangeThatJavaWouldTakeAndTheServerDoesNotIsRefused(String range, String what) {
    String block = "{ipBlock: {cidr: '" + range + "'}}";
    assertThatThrownBy(
            () ->
                Reading.file(
                    folder, "policies.yaml", policy("{ingress: [{from: [" + block + "]}]}")))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("spec.ingress[0].from[0].ipBlock.cidr", what, range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FE80::/10", "1:02::/32", "0::02/128", "::1.2.3.4/128", "0.0.0.0/0"})
  void aRangeThatTheServerTakesIsTaken(String range) {
    String block = "{ipBlock: {cidr: '" + range + "'}}";
    assertThat(
            Reading.file(folder, "policies.yaml", policy("{ingress: [{from: [" + block + "]}]}"))
                .findings())
        .isEmpty();
  }

  @Test
  void aRangeWithBitsBeyondItsLengthIsReportedAndMeansTheWholeRange() {
    Intake.Result read =
        Reading.file(
            folder,
            "policies.yaml",
            policy("{podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.1.2.3/8}}]}]}"));
    assertThat(read.findings())
        .anyMatch(
            finding ->
                finding.toString().contains("spec.egress[0].to[0].ipBlock")
                    && finding.message().contains("10.1.2.3/8"));
  }
}
