package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.Json;
import dev.ringfence.testbed.api.Patch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real API server reads the rendered audit policy, and writes down what it says. */
final class AuditPolicyTest {

  @TempDir private Path folder;

  @Test
  void privilegedNamespacesAreWrittenDownWholeAndSecretsNever() throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Path log = folder.resolve("audit.log");
    Files.writeString(
        policy,
        Objects.requireNonNull(
            Folder.of(Controls.of(FencedCluster.plan())).get("files/audit-policy.yaml")));
    try (ControlPlane plane =
        ControlPlane.builder()
            .version("1.36")
            .withoutScheduler()
            .withoutControllerManager()
            .apiServerFlag("--audit-policy-file=" + policy)
            .apiServerFlag("--audit-log-path=" + log)
            .apiServerFlag("--audit-log-mode=blocking-strict")
            .start()) {
      ApiClient administrator = plane.administrator();
      for (String namespace : List.of("rosie", "cogswell")) {
        administrator
            .post(
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                    .formatted(namespace))
            .orThrow();
        String core = "/api/v1/namespaces/" + namespace;
        administrator
            .post(
                core + "/secrets",
                """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"key"},\
                "stringData":{"key":"sesame"}}""")
            .orThrow();
        administrator
            .post(
                core + "/services",
                """
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},\
                "spec":{"selector":{"a":"b"},"ports":[{"port":80}]}}""")
            .orThrow();
      }
      administrator
          .patch(
              "/api/v1/namespaces/cogswell",
              Patch.MERGE,
              "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
          .orThrow();
    }
    String written = Files.readString(log);
    assertThat(written).doesNotContain("sesame").doesNotContain("c2VzYW1l");
    List<String> levels = new ArrayList<>();
    for (String line : written.lines().toList()) {
      JsonNode event = Json.parse(line, "the audit log");
      JsonNode object = event.path("objectRef");
      String verb = event.path("verb").asText();
      boolean ours = List.of("rosie", "cogswell").contains(object.path("namespace").asText());
      if (ours && (verb.equals("create") || verb.equals("patch"))) {
        levels.add(
            verb
                + " "
                + object.path("namespace").asText()
                + " "
                + object.path("resource").asText()
                + ": "
                + event.path("level").asText()
                + (event.has("requestObject") ? " with what was sent" : ""));
      }
    }
    assertThat(levels)
        .contains(
            "create rosie secrets: Metadata",
            "create rosie services: RequestResponse with what was sent",
            "create cogswell secrets: Metadata",
            "create cogswell services: Metadata",
            "patch cogswell namespaces: RequestResponse with what was sent");
  }
}
