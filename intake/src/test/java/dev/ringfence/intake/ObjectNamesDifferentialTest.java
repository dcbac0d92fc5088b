package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which names of bindings the API server accepts, whose names are parts of a path and no more. */
@RealControlPlane
final class ObjectNamesDifferentialTest {

  private static final List<String> NAMES =
      List.of(
          "plain",
          "with space",
          " ",
          "it's",
          "CAPITAL:and:colons",
          "ümlaut",
          "tab\tbed",
          "line\nfeed",
          "delete\u007f",
          "per%cent",
          "sla/sh",
          ".",
          "..",
          "...",
          "back\\slash",
          "quo\"te",
          "x".repeat(253),
          "x".repeat(254));

  @TempDir private Path folder;

  @Test
  void whatTheServerAcceptsIsReadAndNothingElse(ControlPlane plane) throws Exception {
    Map<String, Boolean> server = new TreeMap<>();
    Map<String, Boolean> read = new TreeMap<>();
    for (String name : NAMES) {
      String binding =
          new ObjectMapper()
              .writeValueAsString(
                  Map.of(
                      "apiVersion",
                      "rbac.authorization.k8s.io/v1",
                      "kind",
                      "RoleBinding",
                      "metadata",
                      Map.of("name", name, "namespace", "default"),
                      "roleRef",
                      Map.of(
                          "apiGroup", "rbac.authorization.k8s.io",
                          "kind", "ClusterRole",
                          "name", "view")));
      server.put(
          name,
          plane
              .administrator()
              .post("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", binding)
              .isSuccess());
      Path file = Files.writeString(folder.resolve("binding.json"), binding);
      read.put(name, isRead(file));
    }
    assertThat(server).containsEntry("plain", true).containsEntry("sla/sh", false);
    assertThat(read).isEqualTo(server);
  }

  private static boolean isRead(Path file) {
    try {
      Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT);
      return true;
    } catch (InputException refused) {
      return false;
    }
  }
}
