package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the schema of a CustomResourceDefinition seems to let its resources name. */
class CustomResourceReferencesTest {

  @TempDir private Path folder;

  private Map<String, String> references(String versions) throws Exception {
    String text =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.widgets.example}
        spec:
          group: widgets.example
          scope: Namespaced
          names: {plural: widgets, kind: Widget}
        """
            + versions;
    return Reading.file(folder, "crd.yaml", text)
        .cluster()
        .customResources()
        .getFirst()
        .references();
  }

  private Map<String, String> ofProperties(String properties) throws Exception {
    return references(
        "  versions: [{name: v1, schema: {openAPIV3Schema: {type: object, properties: {"
            + "status: {type: object, properties: {secretName: {type: string}}}, "
            + "spec: {type: object, properties: {"
            + properties
            + "}}}}}}]\n");
  }

  @Test
  void fieldsThatNameSomethingElsewhereAreFoundAtAnyDepth() throws Exception {
    assertThat(
            ofProperties(
                """
                size: {type: integer},
                login: {type: object, properties: {secretRef: {type: object}}},
                targets: {type: array, items: {type: object, properties: {
                  targetNamespace: {type: string}, weight: {type: integer}}}},
                runAs: {type: string},
                byName: {type: object, additionalProperties: {type: object, properties: {
                  clusterRole: {type: string}}}},
                template: {type: object, properties: {spec: {type: object, properties: {
                  containers: {type: array}}}}}\
                """))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "spec.login.secretRef", "a secret or credential",
                "spec.targets[].targetNamespace", "a namespace",
                "spec.runAs", "a service account",
                "spec.byName.*.clusterRole", "a cluster-scoped object",
                "spec.template.spec.containers", "a pod"));
  }

  @Test
  void whatOnlyTheControllerWritesNamesNothing() throws Exception {
    assertThat(ofProperties("size: {type: integer}, color: {type: string}")).isEmpty();
  }

  @Test
  void whatTheSchemaDoesNotSayMayBeAnything() throws Exception {
    String anything = "anything: its fields are not in the schema";
    assertThat(references("")).containsExactly(Map.entry("spec", anything));
    assertThat(references("  versions: [{name: v1, schema: {}}]\n"))
        .containsExactly(Map.entry("spec", anything));
    assertThat(ofProperties("values: {type: object, x-kubernetes-preserve-unknown-fields: true}"))
        .containsExactly(Map.entry("spec.values", anything));
  }
}
