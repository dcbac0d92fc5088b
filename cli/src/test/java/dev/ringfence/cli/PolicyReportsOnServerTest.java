package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real API server that has the published definitions takes the reports, as kubectl sends them.
 */
@RealControlPlane
final class PolicyReportsOnServerTest {

  /** Of all annotations of an object, in bytes: apimachinery's TotalAnnotationSizeLimitB. */
  private static final int MOST_ANNOTATED = 256 * 1024;

  @TempDir private Path folder;

  @Test
  void aReportOfTheLongestNamesIsTaken(ControlPlane plane) throws Exception {
    Path published =
        Program.root().resolve("report/src/test/resources/dev/ringfence/report/published");
    for (String definition :
        new String[] {
          "wgpolicyk8s.io_clusterpolicyreports.yaml", "openreports.io_clusterreports.yaml"
        }) {
      plane.apply(published.resolve(definition));
    }
    Path cluster =
        Files.writeString(folder.resolve("cluster.json"), HostileCluster.ofLongestNames());
    try (ProgramSession program = ProgramSession.start(Map.of())) {
      for (String format : new String[] {"policyreport", "openreports"}) {
        String report = program.run("prove", cluster.toString(), "-o", format).output();
        // kubectl apply keeps what it sent in an annotation, beside the report's own.
        assertThat(report.getBytes(StandardCharsets.UTF_8).length + 1024)
            .isLessThan(MOST_ANNOTATED);
        JsonNode taken = plane.apply(report).getFirst();
        JsonNode sent = new ObjectMapper().readTree(report);
        for (int at = 0; at < sent.path("results").size(); at++) {
          assertThat(taken.path("results").path(at)).isEqualTo(sent.path("results").path(at));
        }
        assertThat(taken.path("summary")).isEqualTo(sent.path("summary"));
        int all = sent.at("/metadata/annotations").path("ringfence.dev/findings").asInt();
        int left =
            sent.at("/metadata/annotations").path("ringfence.dev/findings-not-listed").asInt();
        assertThat(all).isEqualTo(left + sent.path("results").size());
        assertThat(sent.path("results").size()).isGreaterThan(20);
      }
    }
  }
}
