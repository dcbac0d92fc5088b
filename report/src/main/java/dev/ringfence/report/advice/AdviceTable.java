package dev.ringfence.report.advice;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.policy.advice.AdoptionPlan;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.advice.Cost;
import dev.ringfence.policy.advice.NextPattern;
import dev.ringfence.policy.advice.PatternProofs;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.ProvedPattern;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.shape.Spelling;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import dev.ringfence.report.terminal.Wrapped;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The answer of {@code advise} for people: tenant by tenant, the pattern first, then why. */
public final class AdviceTable {

  private final Appendable out;
  private final Ink ink;
  private final int columns;

  private AdviceTable(Appendable out, Terminal terminal) {
    this.out = out;
    this.ink = Ink.of(terminal);
    this.columns = terminal.columns();
  }

  /**
   * Writes the whole answer.
   *
   * @param proved what was proved, by tenant; empty where nothing was
   * @param plan null where none was asked for
   */
  public static void write(
      List<Advice> advice,
      Map<String, PatternProofs> proved,
      @Nullable AdoptionPlan plan,
      List<String> remarks,
      Appendable out,
      String source,
      Terminal terminal)
      throws IOException {
    AdviceTable table = new AdviceTable(out, terminal);
    long possible = advice.stream().filter(Advice::isPossible).count();
    out.append(table.ink.strong(VisibleText.of(source)))
        .append(": ")
        .append(String.valueOf(advice.size()))
        .append(" tenants, of which this cluster can hold ")
        .append(String.valueOf(possible))
        .append(" as advised\n");
    for (String remark : remarks) {
      table.line("! ", remark);
    }
    table.given(proved);
    for (Advice each : advice) {
      table.write(each, proved.get(each.profile().name()));
    }
    if (plan != null) {
      table.write(plan);
    }
  }

  /** What the proofs stand on, once: each names all of it in JSON. */
  private void given(Map<String, PatternProofs> proved) throws IOException {
    TreeSet<String> given = new TreeSet<>();
    for (PatternProofs proofs : proved.values()) {
      ProvedPattern inForce = proofs.inForce();
      if (inForce != null) {
        given.addAll(inForce.provided());
      }
    }
    for (String provided : given) {
      line("! Proved as if there were already: ", provided);
    }
    if (!proved.isEmpty()) {
      line(
          "! ",
          "Depths are those of the worst pair with another tenant, the rendered controls in the"
              + " model; a range goes from every assumption as bad as feared to all of them"
              + " refuted");
    }
  }

  private void write(AdoptionPlan plan) throws IOException {
    int number = 0;
    for (AdoptionPlan.Stage stage : plan.stages()) {
      number++;
      out.append('\n').append(ink.strong("Stage " + number + ": " + stage.name())).append('\n');
      for (String cut : stage.cutsOff()) {
        line("  cuts   ", cut);
      }
      for (String action : stage.actions()) {
        line("  do     ", action);
      }
      for (String sign : stage.watch()) {
        line("  watch  ", sign);
      }
      for (String sentence : StageWords.of(stage)) {
        line("  proved ", sentence);
      }
      String notProved = stage.notProved();
      if (notProved != null) {
        line("  unproved ", notProved);
      }
    }
  }

  private void line(String label, String text) throws IOException {
    String visible = VisibleText.of(label + text);
    int indent = label.length();
    out.append(Wrapped.text(visible, columns, indent)).append('\n');
  }

  private void write(Advice advice, @Nullable PatternProofs proved) throws IOException {
    out.append('\n')
        .append(ink.strong(VisibleText.of(advice.profile().name())))
        .append(": ")
        .append(ink.strong(Spelling.word(advice.choice().pattern())))
        .append('\n');
    line("  why      ", advice.choice().reason());
    Pattern declared = advice.declared();
    if (declared != null) {
      line(
          "  class    ",
          advice.declaredClass()
              + " ("
              + Spelling.word(declared)
              + (declared == advice.choice().pattern()
                  ? ", as advised)"
                  : ", not what is advised)"));
    }
    line("  promises ", promise(advice));
    if (proved != null) {
      line("  today    ", ProvedWords.depths(proved.today()));
      ProvedPattern inForce = proved.inForce();
      if (inForce != null) {
        for (String line : ProvedWords.of(inForce)) {
          line("  proved   ", line);
        }
      }
      for (String reason : proved.notProved()) {
        line("  unproved ", reason);
      }
    }
    for (String missing : advice.missing()) {
      line("  missing  ", missing);
    }
    for (String lowered : advice.lowered()) {
      line("  lowered  ", lowered);
    }
    for (Advice.Unsuitable unsuitable : advice.unsuitable()) {
      line("  not fit  ", unsuitable.workload() + ": " + String.join("; ", unsuitable.obstacles()));
    }
    for (Advice.Group group : advice.groups()) {
      line(
          "  group    ",
          Spelling.word(group.pattern())
              + " for "
              + String.join(", ", group.workloads())
              + ": "
              + group.reason());
    }
    line("  costs    ", cost(advice.cost()));
    next("  up       ", advice.up(), proved == null ? null : proved.up());
    next("  down     ", advice.down(), proved == null ? null : proved.down());
  }

  private static String promise(Advice advice) {
    Map<Stake, Integer> depths =
        advice.profile().usesTheApi()
            ? Promise.withApi(advice.pattern())
            : Promise.of(advice.pattern());
    StringBuilder text = new StringBuilder();
    for (Stake stake : Stake.values()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(stake.word())
          .append(' ')
          .append(depths.getOrDefault(stake, 0));
    }
    return text.append(" towards another of its pattern, every control in force").toString();
  }

  private static String cost(Cost cost) {
    StringBuilder text = new StringBuilder();
    text.append(cost.pods()).append(cost.pods() == 1 ? " pod" : " pods");
    if (cost.nodesDedicated() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              " on %d %s instead of %.1f shared ones (%.1f lost to packing)",
              cost.nodesDedicated(),
              cost.nodesDedicated() == 1 ? "node of its own" : "nodes of its own",
              cost.nodesShared(),
              cost.nodesLost()));
    }
    if (cost.sandboxMemory() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              ", sandboxes take %.0f MiB and %.2f CPUs",
              cost.sandboxMemory() / 0x1p20,
              cost.sandboxCpu()));
    }
    if (cost.controlPlanes() > 0) {
      text.append(", one control plane");
    }
    if (cost.startUp() != null) {
      text.append(", ").append(cost.startUp());
    }
    return text.append(" (").append(cost.basis()).append(')').toString();
  }

  private void next(String label, NextPattern next, @Nullable ProvedPattern proved)
      throws IOException {
    Pattern pattern = next.pattern();
    if (pattern != null) {
      line(label, Spelling.word(pattern) + ": " + next.change());
      if (proved != null) {
        for (String line : ProvedWords.of(proved)) {
          line("           ", "proved: " + line);
        }
      }
    }
  }
}
