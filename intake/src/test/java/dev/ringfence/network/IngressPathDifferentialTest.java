package dev.ringfence.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paths of an Ingress that the real API server refuses are refused, and no other. */
@RealControlPlane
final class IngressPathDifferentialTest {

  private static final List<String> TYPES =
      List.of("'Exact'", "'Prefix'", "'ImplementationSpecific'", "'prefix'", "''", "null");
  private static final List<String> PATHS =
      List.of(
          "/", "/a", "/a/", "a", "", "//", "/a//b", "/./a", "/a/.", "/a/..", "/a/../b", "/..a",
          "/a%2fb", "/a%2Fb", "/a%20b", "/a b", ".", "*", "/*", "/a.");

  @TempDir private Path folder;

  @Test
  void aPathIsRefusedWhereTheServerRefusesIt(ControlPlane plane) {
    plane.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    ApiClient client = plane.administrator().dryRun();
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (String type : TYPES) {
      for (String path : PATHS) {
        String ingress = ingress(type, path);
        ApiResponse answer =
            client.post("/apis/networking.k8s.io/v1/namespaces/shop/ingresses", ingress);
        refused += answer.isSuccess() ? 0 : 1;
        String own = refusal(ingress);
        if (own.isEmpty() != answer.isSuccess()) {
          disagreements.add(type + " " + path + ": " + own + " / " + answer.message());
        }
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(refused).isBetween(60, 100);
  }

  private static String ingress(String type, String path) {
    return """
    {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
     "metadata": {"name": "web", "namespace": "shop"},
     "spec": {"rules": [{"http": {"paths": [{"path": "%s", "pathType": %s,
       "backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}]}}
    """
        .formatted(path, type.replace('\'', '"'));
  }

  private String refusal(String ingress) {
    try {
      Reading.file(folder, "ingress.json", ingress);
      return "";
    } catch (InputException refusal) {
      assertThat(refusal)
          .hasMessageContainingAll("spec.rules[0].http.paths[0].path", "Ingress shop/web");
      return String.valueOf(refusal.getMessage());
    }
  }
}
