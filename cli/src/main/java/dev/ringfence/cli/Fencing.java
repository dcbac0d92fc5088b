package dev.ringfence.cli;

import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.fence.FenceException;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import dev.ringfence.policy.traits.ClusterTraits;
import dev.ringfence.report.terminal.Progress;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** From arguments to what is known before fences are planned: tenants on a cluster, its traits. */
record Fencing(Intake.Result read, PolicySet policy, Resolution resolution, ClusterTraits traits) {

  /** For whoever plans fences: what is wrong with those is said beside what documents have. */
  static Fencing of(SourceArguments arguments, CommandLine command, Progress progress) {
    return of(arguments, command, progress, true);
  }

  /** For advice, which asks for no class that could be put up as it stands. */
  static Fencing forAdvice(SourceArguments arguments, CommandLine command, Progress progress) {
    return of(arguments, command, progress, false);
  }

  private static Fencing of(
      SourceArguments arguments, CommandLine command, Progress progress, boolean plans) {
    arguments.check();
    progress.stage("reading " + arguments.name());
    Intake.Result read = Reading.of(arguments, progress);
    read.findings().forEach(finding -> command.getErr().println("ringfence: " + finding));
    progress.stage("settling tenants");
    PolicyOptions options =
        new PolicyOptions(
            LocalDate.now(ZoneId.systemDefault()), arguments.tenantLabel, arguments.assumed);
    PolicySet policy;
    Resolution resolution;
    try {
      policy = PolicySet.of(read.documents(), options);
      resolution = policy.resolve(read.cluster());
    } catch (DocumentException wrong) {
      throw everything(wrong, read, options, plans);
    }
    return new Fencing(read, policy, resolution, ClusterTraits.of(resolution.cluster()));
  }

  /** Everything that stands in the way at once: what is wrong with documents, and with fences. */
  private static FenceException everything(
      DocumentException wrong, Intake.Result read, PolicyOptions options, boolean plans) {
    List<String> problems = new ArrayList<>();
    wrong.problems().forEach(problem -> problems.add(problem.toString()));
    PolicySet readable = PolicySet.ofReadable(read.documents(), options);
    try {
      Resolution resolution = readable.resolve(read.cluster());
      if (plans) {
        FencePlanner.plan(readable, resolution, ClusterTraits.of(resolution.cluster()));
      }
    } catch (DocumentException more) {
      more.problems().forEach(problem -> problems.add(problem.toString()));
    } catch (FenceException more) {
      // What is missing is said once, with its place; it may be a document that was refused.
      more.problems().stream()
          .filter(problem -> !problem.contains("there is no IsolationClass"))
          .filter(problem -> !problem.startsWith("No Tenant document"))
          .forEach(problems::add);
    }
    return new FenceException(problems.stream().distinct().toList());
  }

  /** The plan; its remarks are said on standard error. */
  FencePlan plan(CommandLine command) {
    FencePlan plan = FencePlanner.plan(policy, resolution, traits);
    plan.remarks().forEach(remark -> command.getErr().println("ringfence: " + remark));
    command.getErr().flush();
    return plan;
  }
}
