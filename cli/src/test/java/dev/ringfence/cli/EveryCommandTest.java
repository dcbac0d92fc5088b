package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.report.story.KubectlCommand;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command for every piece of evidence of every step of nearly all rows of the catalogue, on a
 * real API server that holds what they were derived from, finds the object and shows something of
 * it.
 */
@RealControlPlane
final class EveryCommandTest {

  @TempDir private Path folder;

  @Test
  void everyCommandShowsWhatItsRowSays(ControlPlane plane) throws Exception {
    Path example = Program.root().resolve("examples/saas");
    Path rows =
        Path.of(Objects.requireNonNull(EveryCommandTest.class.getResource("rows.yaml")).toURI());
    EveryRowsEvidence found = EveryRowsEvidence.of(List.of(example, rows));
    assertThat(found.byRow()).hasSizeGreaterThan(95);
    ExampleOnServer.put(example, plane, folder);
    plane.apply(Files.readString(rows));

    ShownByServer server = new ShownByServer(plane.administrator());
    Map<String, Set<String>> wrong = new TreeMap<>();
    Set<String> kinds = new TreeSet<>();
    found
        .byRow()
        .forEach(
            (row, all) -> {
              for (Evidence evidence : all) {
                String command = KubectlCommand.of(evidence, found.cluster());
                String problem = isRead(evidence) ? server.problem(command) : "";
                if (!problem.isEmpty()) {
                  wrong
                      .computeIfAbsent(problem + ": " + command, _ -> new TreeSet<>())
                      .add(row + " " + evidence);
                }
                kinds.add(ShownByServer.kind(command));
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(kinds)
        .contains("authorizationpolicy.security.istio.io", "resourcequotas", "networkpolicies")
        .hasSizeGreaterThan(25);
  }

  /** Whether the object was in a file; pods that somebody could make are nowhere to be shown. */
  private static boolean isRead(Evidence evidence) {
    return evidence.file() != null && !evidence.object().endsWith("(made up)");
  }
}
