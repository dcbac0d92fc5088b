package dev.ringfence.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.report.finding.WitnessReason;
import dev.ringfence.report.fixture.HostileStory;
import dev.ringfence.report.fixture.SaasStory;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProofTableTest {

  private static final Terminal NARROW = new Terminal(true, 80, false, true);

  private final ProofAnswers saas = SaasStory.answers();

  @Test
  void worstPairComesFirstWithItsReason() throws IOException {
    String table = table(saas, options(NARROW).withReason(new WitnessReason(saas)));
    assertThat(table.indexOf("delivery → payments")).isLessThan(table.indexOf("jobs →"));
    assertThat(table)
        .contains(
            """
            ✗ 0<2     ✗ 0<2     ✗ 0<1     ✗ 0<1     · 0       delivery → payments
              takeover: open as configured (2 more sets): create a pod with any service
                account of the namespace (I9, ClusterRoleBinding ci-deployer)
            """);
  }

  @Test
  void remarksAndTotalsOpenTheAnswer() throws IOException {
    assertThat(table(saas, options(NARROW)))
        .startsWith(
            """
            examples/saas · 8 tenants · 49 ordered pairs · up to 2 failures tried
            ! No nodes were read: one possible node stands in for each declared pool.

            ✗ 77 fall short   ? 20 undecided   ✓ 86 hold   · 62 not required
            """);
  }

  @Test
  void whatIsLeftOutIsCounted() throws IOException {
    assertThat(table(saas, options(NARROW).withMaximumRows(1)))
        .contains("28 more pairs do not hold: --all")
        .contains("1 more that verdicts rest on: -o json lists them");
    assertThat(table(saas, options(NARROW).withMaximumRows(100))).doesNotContain("more pair");
  }

  @Test
  void pairsThatStandAlikeShareARow() throws IOException {
    assertThat(table(saas, options(new Terminal(true, 200, false, true))))
        .contains("delivery → cogswell, jobs, spacely, storefront, unclaimed/default\n");
    assertThat(table(saas, options(NARROW))).contains("delivery → cogswell and 4 more\n");
  }

  @Test
  void assumptionsThatMatterMostComeFirst() throws IOException {
    assertThat(table(saas, options(new Terminal(true, 200, false, true))))
        .contains(
            """
            Assumed, because it cannot be read
            ? separate-hosts = shared, under 18 verdicts. Whether two nodes are virtual machines\
             on one physical host is not visible.
            ? api-endpoint-public = public, under 2 verdicts.""")
        .contains("? not examined yet, taken as possible: E21 I4\n")
        .contains("1 that somebody vouches for");
  }

  @Test
  void matrixShowsEveryPairOnRequest() throws IOException {
    assertThat(table(saas, options(NARROW))).doesNotContain("from (down) to (across)");
    assertThat(table(saas, options(NARROW).withMatrix()))
        .contains("2 delivery           ✗0   -    ✗0   ✗0   ✓1   ✗0   ✗0   ✗0\n");
  }

  @Test
  void aMatrixThatIsTooWideContinuesBelow() throws IOException {
    String table = table(saas, options(new Terminal(true, 45, false, true)).withMatrix());
    String[] matrix = table.substring(table.indexOf("takeover  from")).split("\n");
    assertThat(matrix).allMatch(line -> VisibleText.columns(line) <= 45);
    assertThat(table)
        .contains("2 delivery           ✗0   -    ✗0   ✗0\n")
        .contains("2 delivery           ✓1   ✗0   ✗0   ✗0\n");
  }

  @Test
  void coloursStandBesideSymbols() throws IOException {
    String table = table(saas, options(new Terminal(true, 80, true, true)));
    assertThat(table).contains("\u001b[31m✗ 0<2\u001b[0m");
    assertThat(table.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(table(saas, options(NARROW)));
  }

  @Test
  void asciiIsEnough() throws IOException {
    String table = table(saas, options(new Terminal(true, 80, false, false)).withMatrix());
    assertThat(table.chars().allMatch(character -> character < 128)).isTrue();
    assertThat(table).contains("X 0<2");
  }

  @Test
  void hostileNamesCannotActOnTheTerminal() throws IOException {
    ProofAnswers hostile = HostileStory.answers();
    String table =
        table(hostile, options(NARROW).withMatrix().withReason(new WitnessReason(hostile)));
    assertThat(table.codePoints())
        .allMatch(
            point -> point == '\n' || VisibleText.of(Character.toString(point)).length() <= 2);
    assertThat(table).contains("\\u{1b}[2J").contains("\\u{202e}");
  }

  private static TableOptions options(Terminal terminal) {
    return TableOptions.of("examples/saas", terminal);
  }

  private static String table(ProofAnswers answers, TableOptions options) throws IOException {
    StringBuilder out = new StringBuilder();
    ProofTable.write(answers, out, options);
    return out.toString();
  }
}
