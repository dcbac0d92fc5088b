package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CALICO;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the API server refuses of objects that say who may connect is named with object and path.
 */
final class RefusedNetworkObjectsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: p, namespace: red},"
            + " spec: {ingress: [{action: Allow, protocol: 300}]}} | NetworkPolicy red/p |"
            + " spec.ingress[0].protocol",
        "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: p, namespace: red},"
            + " spec: {ingress: [{action: Allow, notProtocol: HTTP}]}} | NetworkPolicy red/p |"
            + " spec.ingress[0].notProtocol",
        "{apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: h}, spec: {node:"
            + " node, interfaceName: '*', expectedIPs: [10.0.0]}} | HostEndpoint h |"
            + " spec.expectedIPs",
        "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: red}, spec: {externalIPs:"
            + " [example.org]}} | Service red/s | spec.externalIPs"
      })
  void aWrongProtocolOrAddressIsRefused(String object, String name, String field) {
    assertThatThrownBy(() -> reach(CALICO + "---\n" + object + "\n"))
        .hasMessageContaining(name)
        .hasMessageContaining(field);
  }
}
