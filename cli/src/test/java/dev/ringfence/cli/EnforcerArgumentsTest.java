package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CLUSTER;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What enforcers are told by arguments, read from manifests: whether policies hold at all. */
final class EnforcerArgumentsTest {

  private static final String ISOLATING =
      """
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: isolated, namespace: red}
      spec: {podSelector: {}}
      """;

  private static String daemonSet(String name, String container, String arguments) {
    return """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: %s, namespace: kube-system}
    spec:
      selector: {matchLabels: {app: agent}}
      template:
        metadata: {labels: {app: agent}}
        spec: {hostNetwork: true, containers: [{name: %s, image: agent, args: [%s]}]}
    """
        .formatted(name, container, arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "aws-node, aws-eks-nodeagent, --enable-network-policy=true, no ports",
    "aws-node, aws-eks-nodeagent, --enable-network-policy=false, all ports",
    "aws-node, aws-eks-nodeagent, --enable-ipv6=false, all ports",
    "aws-node, other, --enable-network-policy=true, all ports",
    "kube-router, kube-router, --run-firewall=true, no ports",
    "kube-router, kube-router, --run-router=false, no ports",
    "kube-router, kube-router, --run-firewall=false, all ports"
  })
  void policiesHoldWhereTheArgumentsSaySo(
      String name, String container, String argument, String open) {
    String yaml = CLUSTER + daemonSet(name, container, argument) + ISOLATING;
    assertThat(ports(reach(yaml, "policies-hold-before-pods-start", "true"), "front", "back"))
        .isEqualTo(open);
  }

  /** In its standard mode a pod that starts is open until the agent has its policies. */
  @ParameterizedTest
  @CsvSource({
    "NETWORK_POLICY_ENFORCING_MODE, strict, no ports",
    "NETWORK_POLICY_ENFORCING_MODE, standard, all ports",
    "NETWORK_POLICY_ENFORCING, strict, all ports"
  })
  void awsAgentHoldsFromTheStartInStrictModeAlone(String variable, String mode, String open) {
    String yaml =
        CLUSTER
            + daemonSet("aws-node", "aws-eks-nodeagent", "--enable-network-policy=true")
                .replace(
                    "containers: [",
                    "containers: [{name: aws-node, image: agent, env: [{name: "
                        + variable
                        + ", value: "
                        + mode
                        + "}]}, ")
            + ISOLATING;
    assertThat(ports(reach(yaml), "front", "back")).isEqualTo(open);
    assertThat(ports(reach(yaml, "policies-hold-before-pods-start", "true"), "front", "back"))
        .isEqualTo("no ports");
  }

  @ParameterizedTest
  @CsvSource({"true, true, no ports", "true, false, all ports", "false, true, all ports"})
  void awsAgentAndItsControllerMustBothBeOn(String agent, String controller, String open) {
    String configuration =
        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace:"
            + " kube-system}, data: {enable-network-policy-controller: '"
            + controller
            + "'}}\n";
    String yaml =
        CLUSTER
            + daemonSet("aws-node", "aws-eks-nodeagent", "--enable-network-policy=" + agent)
            + configuration
            + ISOLATING;
    assertThat(ports(reach(yaml, "policies-hold-before-pods-start", "true"), "front", "back"))
        .isEqualTo(open);
  }
}
