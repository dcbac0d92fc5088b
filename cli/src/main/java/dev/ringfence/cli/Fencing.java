package dev.ringfence.cli;

import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import dev.ringfence.policy.traits.ClusterTraits;
import dev.ringfence.report.terminal.Progress;
import java.time.LocalDate;
import java.time.ZoneId;
import picocli.CommandLine;

/** From arguments to what is known before fences are planned: tenants on a cluster, its traits. */
record Fencing(Intake.Result read, PolicySet policy, Resolution resolution, ClusterTraits traits) {

  static Fencing of(SourceArguments arguments, CommandLine command, Progress progress) {
    arguments.check();
    progress.stage("reading " + arguments.name());
    Intake.Result read = Reading.of(arguments, progress);
    read.findings().forEach(finding -> command.getErr().println("ringfence: " + finding));
    progress.stage("settling tenants");
    PolicySet policy =
        PolicySet.of(
            read.documents(),
            new PolicyOptions(
                LocalDate.now(ZoneId.systemDefault()), arguments.tenantLabel, arguments.assumed));
    Resolution resolution = policy.resolve(read.cluster());
    return new Fencing(read, policy, resolution, ClusterTraits.of(resolution.cluster()));
  }

  /** The plan; its remarks are said on standard error. */
  FencePlan plan(CommandLine command) {
    FencePlan plan = FencePlanner.plan(policy, resolution, traits);
    plan.remarks().forEach(remark -> command.getErr().println("ringfence: " + remark));
    command.getErr().flush();
    return plan;
  }
}
