package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mistakes in policies, through the whole program: the message names the object and the path, and
 * what is open stays open. What the API server refuses ends the program, what it takes does not.
 */
final class BadPolicyInputTest {

  private static final String CLUSTER =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: red}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: blue}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: front, namespace: red, labels: {app: front}}
      spec: {containers: [{name: a, image: a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: back, namespace: blue, labels: {app: back}}
      spec: {containers: [{name: a, image: a, ports: [{name: web, containerPort: 8080}]}]}
      """;

  private static final String POOL =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: Assumptions
      metadata: {name: all}
      spec: {nodePools: [{name: pool, enforcer: ENFORCER}]}
      """;

  @TempDir private Path folder;

  private Program.Result run(String command, String enforcer, String policy, String... more)
      throws Exception {
    write("cluster.yaml", CLUSTER);
    write("policy.yaml", policy);
    write("ringfence.yaml", POOL.replace("ENFORCER", enforcer));
    String[] arguments = new String[more.length + 2];
    arguments[0] = command;
    arguments[1] = folder.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Program.run(arguments);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String policy(String spec) {
    return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace:"
        + " blue}, spec: {podSelector: {}, "
        + spec
        + "}}\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingress: [{from: [{podSelector: {matchExpressions: [{key: a, operator: Like}]}}]}] |"
            + " spec.ingress[0].from[0].podSelector.matchExpressions[0].operator",
        "ingress: [{from: [{namespaceSelector: {matchLabels: {team: 'a b'}}}]}] |"
            + " spec.ingress[0].from[0].namespaceSelector",
        "ingress: [{ports: [{port: 90, endPort: 80}]}] | spec.ingress[0].ports[0]",
        "egress: [{to: [{ipBlock: {cidr: 10.0.0.300/8}}]}] | spec.egress[0].to[0].ipBlock.cidr",
        "egress: [{to: [{ipBlock: {cidr: '::/0', except: [10.0.0.0/8]}}]}] |"
            + " spec.egress[0].to[0].ipBlock.except"
      })
  void whatTheApiServerRefusesEndsTheProgramWithObjectAndPath(String spec, String path)
      throws Exception {
    for (String command : new String[] {"reach", "prove"}) {
      Program.Result result = run(command, "calico", policy(spec));
      assertThat(result.exit()).as(command).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(result.error())
          .contains("policy.yaml, document 1, " + path, "NetworkPolicy blue/p")
          .doesNotContain("\tat ");
      assertThat(result.output()).as("no verdict").isEmpty();
    }
  }

  @Test
  void rangesOfPortsThatOverlapCountTogetherAndThatIsSaid() throws Exception {
    Program.Result result =
        run(
            "reach",
            "calico",
            policy("ingress: [{ports: [{port: 80, endPort: 90}, {port: 85, endPort: 99}]}]"),
            "--from",
            "red",
            "--to",
            "blue");
    assertThat(result.exit()).as(result.error()).isZero();
    assertThat(result.output())
        .contains("NetworkPolicy blue/p (")
        .contains("document 1): spec.ingress[0].ports has ranges of ports that overlap")
        .contains("TCP 80-90 and TCP 85-99")
        .contains("blue/Pod/back  TCP 80-99\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingress: [{ports: [{port: wbe}]}] | spec.ingress[0].ports[0].port names TCP port wbe",
        "ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: rde}}}]}] |"
            + " spec.ingress[0].from[0].namespaceSelector names namespace rde"
      })
  void namesThatResolveNowhereAreSaidAndOpenNothing(String spec, String message) throws Exception {
    Program.Result result = run("reach", "calico", policy(spec), "--from", "red", "--to", "blue");
    assertThat(result.exit()).as(result.error()).isZero();
    assertThat(result.output()).contains("NetworkPolicy blue/p (", message, "Nothing connects.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: '90', endPort: 80}]}]}] |"
            + " spec.ingress[0].toPorts[0].ports[0].endPort",
        "ingress: [{fromCIDRSet: [{cidr: 10.0.0.0}]}] | spec.ingress[0].fromCIDRSet[0].cidr",
        "ingress: [{fromCIDRSet: [{cidr: '::/0', except: [10.0.0.0/8]}]}] |"
            + " spec.ingress[0].fromCIDRSet[0].except",
        "ingress: [{fromEndpoints: [{matchLabels: {'reserved:nobody': ''}}]}] |"
            + " spec.ingress[0].fromEndpoints"
      })
  void whatAnAgentRefusesStopsNothingForCertainAndIsSaid(String spec, String path)
      throws Exception {
    Program.Result result =
        run(
            "reach",
            "cilium",
            "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p, namespace:"
                + " blue}, spec: {endpointSelector: {}, "
                + spec
                + "}}\n",
            "--from",
            "red",
            "--to",
            "blue");
    assertThat(result.exit()).as(result.error()).isZero();
    assertThat(result.error()).contains(path).contains("CiliumNetworkPolicy blue/p");
    assertThat(result.output()).contains("blue/Pod/back  all ports\n");
  }

  @Test
  void aSelectorOfCalicosThatIsNotUnderstoodPermitsAndIsSaid() throws Exception {
    Program.Result result =
        run(
            "reach",
            "calico",
            "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: p, namespace:"
                + " blue}, spec: {selector: all(), ingress: [{action: Allow, source: {selector: \"app"
                + " ~ 'x'\"}}]}}\n",
            "--from",
            "red",
            "--to",
            "blue");
    assertThat(result.exit()).as(result.error()).isZero();
    assertThat(result.error())
        .contains("spec.ingress[0].source.selector: is not understood", "NetworkPolicy blue/p");
    assertThat(result.output()).contains("blue/Pod/back  all ports\n");
  }
}
