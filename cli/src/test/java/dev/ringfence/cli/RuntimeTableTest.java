package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.workload.Runtime;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/runtimes.md says what the engine does. */
final class RuntimeTableTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|(.*)\\|$");

  @Test
  void everyCellIsTheEngines() throws Exception {
    String page = Files.readString(Program.root().resolve("docs/runtimes.md"));
    Matcher rows = ROW.matcher(page);
    int checked = 0;
    while (rows.find()) {
      String[] cells = rows.group(2).split("\\|");
      Runtime runtime = Runtime.ofHandler(rows.group(1));
      assertThat(cells).hasSameSizeAs(Runtime.Move.values());
      for (Runtime.Move move : Runtime.Move.values()) {
        assertThat(cells[move.ordinal()].strip())
            .as(rows.group(1) + " " + move)
            .isEqualTo(runtime.isolation(move).name());
        checked++;
      }
    }
    assertThat(checked).isEqualTo(10 * Runtime.Move.values().length);
  }
}
