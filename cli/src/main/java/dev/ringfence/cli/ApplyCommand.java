package dev.ringfence.cli;

import dev.ringfence.enforce.Difference;
import dev.ringfence.enforce.Enforcement;
import dev.ringfence.enforce.LiveFences;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.ObserveStage;
import dev.ringfence.policy.fence.FenceException;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence apply}: puts fences up on a live cluster, or takes them back. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Puts every declared tenant's fence up on a live cluster by server-side apply: policies first,"
          + " then, when the server acts by them, namespaces with their fences, before the first pod."
          + " A second run writes nothing.",
      "Exits 1 where the server refuses something, or another manager owns a field."
    })
final class ApplyCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  @Option(names = "--dry-run", description = "Ask the server about every write, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--observe",
      description =
          "Only watch all tenants: policies warn and audit, nothing is closed. Policies that stand"
              + " are lowered to that.")
  private boolean observe;

  @Option(
      names = "--take-over",
      description = "Take fields that other managers own; without it they are shown.")
  private boolean takeOver;

  @Option(
      names = "--prune",
      description = "Delete what Ringfence made and no longer needs; without it that is shown.")
  private boolean prune;

  @Option(names = "--remove", description = "Take fences back instead, cutting nothing off.")
  private boolean remove;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's fence.")
  private @Nullable String tenant;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "8",
      description = "Tenants written at one time. Default: ${DEFAULT-VALUE}")
  private int parallel;

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  ApplyCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    if (arguments.context == null) {
      throw new UsageException("apply writes to a live cluster; name it by --context.");
    }
    if (observe && (remove || tenant != null)) {
      throw new UsageException("--observe is for all tenants; leave --tenant and --remove out.");
    }
    if (parallel < 1 || parallel > 64) {
      throw new UsageException("--parallel must be from 1 to 64.");
    }
    CommandLine command = specification.commandLine();
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    Enforcement.Outcome outcome;
    try (LiveApi api = LiveApi.open(arguments.context)) {
      if (remove && tenant == null) {
        outcome = enforcement(api).remove(LiveFences.read(api).differences(List.of(), true));
      } else {
        Controls all = Controls.of(planned(api, progress, command));
        Controls controls = observe ? ObserveStage.of(all) : all;
        outcome = remove ? removeOne(api, controls) : apply(api, controls, progress, command);
      }
    } finally {
      progress.close();
    }
    return report(outcome, command);
  }

  private Enforcement enforcement(LiveApi api) {
    return new Enforcement(api, dryRun, takeOver, parallel);
  }

  /** Whatever stands in the way is said at once: kinds that are lacking beside what is wrong. */
  private FencePlan planned(LiveApi api, Progress progress, CommandLine command) {
    FencePlan plan;
    try {
      plan = Fencing.of(arguments, command, progress).plan(command);
    } catch (FenceException wrong) {
      List<String> problems = new ArrayList<>(wrong.problems());
      if (!remove) {
        enforcement(api).lackingOfAnyFence().forEach(kind -> problems.add(notServed(kind)));
      }
      throw new FenceException(problems);
    }
    checkTenant(plan);
    return plan;
  }

  private static String notServed(String kind) {
    return "the cluster does not serve " + kind;
  }

  private void checkTenant(FencePlan plan) {
    if (tenant != null
        && plan.inCluster().stream().noneMatch(fence -> fence.tenant().equals(tenant))) {
      throw new UsageException("No tenant " + tenant + " is fenced in this cluster.");
    }
  }

  private Enforcement.Outcome apply(
      LiveApi api, Controls controls, Progress progress, CommandLine command) {
    Enforcement enforcement = enforcement(api);
    List<String> lacking = enforcement.lacking(controls.inOrder());
    if (!lacking.isEmpty()) {
      throw new FenceException(lacking.stream().map(ApplyCommand::notServed).toList());
    }
    progress.stage("comparing");
    LiveFencing live = LiveFencing.of(api, controls, tenant);
    progress.stage("applying");
    for (Difference unneeded : live.unneeded()) {
      command
          .getErr()
          .println(
              "ringfence: no longer needed: "
                  + unneeded.title()
                  + (prune ? "" : prune(unneeded.title())));
    }
    Enforcement.Outcome outcome = enforcement.apply(live.cluster(), live.tenants());
    return prune && outcome.refused().isEmpty() ? enforcement.remove(live.unneeded()) : outcome;
  }

  private static String prune(String title) {
    return Enforcement.isReleased(title) ? " (--prune releases it)" : " (--prune deletes it)";
  }

  /** What this fence is made of, and what an earlier one has left in the tenant's namespaces. */
  private Enforcement.Outcome removeOne(LiveApi api, Controls controls) {
    LiveFences live = LiveFences.read(api);
    List<ControlObject> own = controls.tenants().getOrDefault(String.valueOf(tenant), List.of());
    List<ControlObject> others = new ArrayList<>(controls.inOrder());
    others.removeAll(own);
    Set<String> titles = own.stream().map(ControlObject::title).collect(Collectors.toSet());
    Set<String> namespaces = live.namespacesOf(String.valueOf(tenant));
    return enforcement(api)
        .remove(
            live.differences(others, true).stream()
                .filter(difference -> difference.kind() == Difference.Kind.NO_LONGER_NEEDED)
                .filter(
                    difference ->
                        titles.contains(difference.title())
                            || namespaces.contains(difference.namespace()))
                .toList());
  }

  private int report(Enforcement.Outcome outcome, CommandLine command) {
    StandardOutput.text(
        out -> {
          for (String line : outcome.done()) {
            out.append(line).append(dryRun ? " (dry run)\n" : "\n");
          }
          boolean nothing = outcome.done().isEmpty() && outcome.refused().isEmpty();
          out.append(nothing ? "nothing to do\n" : "");
        });
    outcome
        .refused()
        .forEach(words -> command.getErr().println("ringfence: refused: " + inOneLine(words)));
    command.getErr().flush();
    return outcome.refused().isEmpty() ? ExitCode.FINE : ExitCode.FOUND;
  }

  /** The server lists fields that others own in lines of their own. */
  private static String inOneLine(String words) {
    return words
        .replaceFirst(":\\R- ", ": ")
        .replaceAll("\\R- ", ", ")
        .replaceAll("\\s*\\R\\s*", " ");
  }
}
