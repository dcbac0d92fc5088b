package dev.ringfence.report.table;

import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every verdict in a grid for each stake: attackers down, victims across by number. A grid that is
 * wider than the terminal continues below itself.
 */
final class MatrixTable {

  private static final int LONGEST_NAME = 32;
  private static final int CELL = 5;

  private final ProofAnswers answers;
  private final Terminal terminal;
  private final Ink ink;
  private final Map<Integer, Integer> numberOfTenant = new LinkedHashMap<>();
  private final List<Integer> attackers = new ArrayList<>();
  private int nameColumns;

  MatrixTable(ProofAnswers answers, Terminal terminal) {
    this.answers = answers;
    this.terminal = terminal;
    this.ink = Ink.of(terminal);
  }

  void write(Appendable out) throws IOException {
    number();
    for (Stake stake : Stake.values()) {
      writeGrid(out, stake);
    }
  }

  /** Tenants stand in the order of their names, as the verdicts do. */
  private void number() {
    Tenancy tenancy = answers.tenancy();
    List<Integer> ordered = new ArrayList<>();
    for (int id = 0; id < tenancy.tenants().size(); id++) {
      ordered.add(id);
    }
    ordered.sort((one, other) -> name(one).compareTo(name(other)));
    for (Integer id : ordered) {
      numberOfTenant.put(id, numberOfTenant.size() + 1);
      if (tenancy.tenant(id).isAttacker()) {
        attackers.add(id);
      }
      nameColumns = Math.max(nameColumns, VisibleText.columns(label(id)));
    }
  }

  private String name(int tenant) {
    return answers.tenancy().tenant(tenant).name();
  }

  private String label(int tenant) {
    return numberOfTenant.getOrDefault(tenant, 0)
        + " "
        + VisibleText.clip(name(tenant), LONGEST_NAME);
  }

  private void writeGrid(Appendable out, Stake stake) throws IOException {
    out.append('\n').append(ink.strong(stake.word()));
    out.append(ink.quiet("  from (down) to (across)")).append('\n');
    List<Integer> victims = new ArrayList<>(numberOfTenant.keySet());
    int across = Math.max(1, (terminal.columns() - nameColumns - 2) / CELL);
    for (int start = 0; start < victims.size(); start += across) {
      List<Integer> part = victims.subList(start, Math.min(victims.size(), start + across));
      writeHeader(out, part);
      for (Integer attacker : attackers) {
        writeRow(out, stake, attacker, part);
      }
    }
  }

  private void writeHeader(Appendable out, List<Integer> victims) throws IOException {
    StringBuilder header = new StringBuilder(VisibleText.spaces(nameColumns + 2));
    for (Integer victim : victims) {
      String number = Integer.toString(numberOfTenant.getOrDefault(victim, 0));
      header.append(number).append(VisibleText.spaces(CELL - number.length()));
    }
    out.append(ink.quiet(header.toString().stripTrailing())).append('\n');
  }

  private void writeRow(Appendable out, Stake stake, int attacker, List<Integer> victims)
      throws IOException {
    String label = label(attacker);
    out.append(label);
    int missing = nameColumns + 2 - VisibleText.columns(label);
    for (Integer victim : victims) {
      out.append(VisibleText.spaces(missing));
      Verdict verdict = attacker == victim ? null : answers.verdict(attacker, victim, stake);
      String text = text(verdict);
      out.append(verdict == null ? ink.quiet(text) : Cell.coloured(verdict, text, ink));
      missing = CELL - VisibleText.columns(text);
    }
    out.append('\n');
  }

  private String text(@Nullable Verdict verdict) {
    return verdict == null ? "-" : Cell.narrow(verdict, answers.maximumDepth(), ink);
  }
}
