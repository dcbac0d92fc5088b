package dev.ringfence.intake.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a command line only what the table of deputies looks at, and whether that can be told. */
final class CommandLineTest {

  @TempDir private Path folder = Path.of("");

  private List<String> settings(String lines) {
    Cluster cluster =
        Reading.file(
                folder,
                "pod.yaml",
                """
            apiVersion: v1
            kind: Pod
            metadata: {name: manager, namespace: system}
            spec:
              containers:
                - name: manager
                  image: ghcr.io/fluxcd/kustomize-controller:v1.6.0
            """
                    + lines.indent(6))
            .cluster();
    return Reading.spec(cluster, "manager").containers().getFirst().settings();
  }

  private boolean isLiteral(String lines) {
    Cluster cluster =
        Reading.file(
                folder,
                "literal.yaml",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: shop, namespace: green}
                spec:
                  containers:
                    - name: shop
                      image: shop
                """
                    + lines.indent(6))
            .cluster();
    return Reading.spec(cluster, "shop").containers().getFirst().literalEnvironment();
  }

  @Test
  void aValueInTheSpecIsToldFromAReference() {
    assertThat(isLiteral("env: [{name: PASSWORD, value: secret}]")).isTrue();
    assertThat(
            isLiteral(
                "env: [{name: A, valueFrom: {secretKeyRef: {name: keys, key: a}}}]"
                    + "\nenvFrom: [{configMapRef: {name: settings}}]"))
        .isFalse();
    assertThat(isLiteral("args: [a]")).isFalse();
  }

  @Test
  void flagsAreKeptInEverySpelling() {
    assertThat(settings("args: [--log-level=info, --no-cross-namespace-refs=true]"))
        .containsExactly("no-cross-namespace-refs=true");
    assertThat(settings("args: [--no-cross-namespace-refs, --log-level=info]"))
        .containsExactly("no-cross-namespace-refs=true");
    assertThat(settings("command: [manager, -default-service-account, nobody]"))
        .containsExactly("default-service-account=nobody");
    assertThat(settings("args: [--log-level=info]")).isEmpty();
  }

  @Test
  void whatAShellOrAVariablePutsTogetherIsNotTold() {
    assertThat(settings("command: [sh, -c, 'exec manager --no-cross-namespace-refs=true']"))
        .containsExactly("?");
    assertThat(settings("args: [$(ARGUMENTS)]")).containsExactly("?");
    assertThat(settings("args: [--no-cross-namespace-refs=$(LOCKED)]"))
        .containsExactly("no-cross-namespace-refs=?");
    assertThat(settings("command: [sh, -c, 'manager $EXTRA']")).containsExactly("?");
  }
}
