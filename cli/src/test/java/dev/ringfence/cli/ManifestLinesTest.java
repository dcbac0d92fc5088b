package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.verdict.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code scanning shows the object that is meant, not another one that has its name in it. */
final class ManifestLinesTest {

  @TempDir Path folder;

  private int line(String object, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("all.yaml"), text);
    return new ManifestLines().of(new Evidence(object, "spec", "x", file.toString(), 0));
  }

  @Test
  void ofTwoObjectsOfOneNameTheOneOfTheNamespaceIsMeant() throws Exception {
    String twice =
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: one}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          namespace: two
          name: default
        """;
    assertThat(line("ServiceAccount one/default", twice)).isEqualTo(3);
    assertThat(line("ServiceAccount two/default", twice)).isEqualTo(9);
    assertThat(line("ServiceAccount one/other", twice)).isZero();
  }

  @Test
  void aReferenceIsNotTheObjectThatItNames() throws Exception {
    String both =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: deployer, namespace: a}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: deployer, namespace: a}
        """;
    assertThat(line("Role a/deployer", both)).isEqualTo(8);
    assertThat(line("RoleBinding a/deployer", both)).isEqualTo(3);
  }

  @Test
  void anItemOfWhatKubectlWritesIsFound() throws Exception {
    StringBuilder list = new StringBuilder("apiVersion: v1\nitems:\n");
    for (String namespace : List.of("a", "b", "c")) {
      list.append("- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: web\n    namespace: ");
      list.append(namespace).append("\n  spec:\n    containers:\n    - name: web\n");
    }
    list.append("kind: List\n");
    assertThat(line("Pod a/web", list.toString())).isEqualTo(6);
    assertThat(line("Pod b/web", list.toString())).isEqualTo(14);
    assertThat(line("Pod c/web", list.toString())).isEqualTo(22);
  }
}
