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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer of {@code advise} for people: tenant by tenant, the pattern first, then why. */
public final class AdviceTable {

  private final Appendable out;
  private final Ink ink;
  private final int columns;
  private final Likewise likewise;

  private AdviceTable(Appendable out, Ink ink, int columns, Likewise likewise) {
    this.out = out;
    this.ink = ink;
    this.columns = columns;
    this.likewise = likewise;
  }

  /**
   * Writes the whole answer.
   *
   * @param proved what was proved, by tenant; empty where nothing was
   * @param plan null where none was asked for
   * @param asked tenants of whom alone, and all, is to be told; empty for everybody
   */
  public static void write(
      List<Advice> advice,
      Map<String, PatternProofs> proved,
      @Nullable AdoptionPlan plan,
      List<String> remarks,
      Set<String> asked,
      Appendable out,
      String source,
      Terminal terminal)
      throws IOException {
    Set<String> tenants =
        advice.stream().map(each -> each.profile().name()).collect(Collectors.toSet());
    Likewise likewise = new Likewise(tenants, asked);
    AdviceTable table = new AdviceTable(out, Ink.of(terminal), terminal.columns(), likewise);
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
    if (likewise.isShort()) {
      table.line(
          "! ",
          "What is the same of several tenants but for names is told once, by the first of them;"
              + " everything of one stands with --tenant NAME, of all with -o json");
    }
    table.given(proved);
    if (asked.isEmpty() && likewise.isShort()) {
      table.together(advice, proved);
    } else {
      for (Advice each : advice) {
        String name = each.profile().name();
        if (asked.isEmpty() || asked.contains(name)) {
          table.write(each, List.of(name), proved.get(name));
        }
      }
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
    for (String provided : likewise.of(List.copyOf(given))) {
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

  /** Tenants of whom the same is said but for names, by the first of them. */
  private void together(List<Advice> advice, Map<String, PatternProofs> proved) throws IOException {
    Map<String, List<Advice>> alike = new LinkedHashMap<>();
    for (Advice each : advice) {
      String name = each.profile().name();
      StringBuilder told = new StringBuilder();
      new AdviceTable(told, new Ink(false, true), Integer.MAX_VALUE, likewise)
          .write(each, List.of(name), proved.get(name));
      alike.computeIfAbsent(likewise.shape(told.toString()), first -> new ArrayList<>()).add(each);
    }
    for (List<Advice> same : alike.values()) {
      Advice first = same.getFirst();
      List<String> names = same.stream().map(each -> each.profile().name()).toList();
      write(first, names, proved.get(first.profile().name()));
    }
  }

  private void write(AdoptionPlan plan) throws IOException {
    int number = 0;
    for (AdoptionPlan.Stage stage : plan.stages()) {
      number++;
      out.append('\n').append(ink.strong("Stage " + number + ": " + stage.name())).append('\n');
      for (String cut : likewise.of(stage.cutsOff())) {
        line("  cuts   ", cut);
      }
      for (String action : likewise.of(stage.actions())) {
        line("  do     ", action);
      }
      for (String sign : stage.watch()) {
        line("  watch  ", sign);
      }
      for (String sentence : likewise.of(StageWords.of(stage))) {
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

  private void write(Advice advice, List<String> names, @Nullable PatternProofs proved)
      throws IOException {
    out.append('\n')
        .append(ink.strong(VisibleText.of(Likewise.first(names))))
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
    List<String> unsuitable =
        advice.unsuitable().stream()
            .map(each -> each.workload() + ": " + String.join("; ", each.obstacles()))
            .toList();
    for (String each : likewise.of(unsuitable)) {
      line("  not fit  ", each);
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
