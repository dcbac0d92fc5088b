package dev.ringfence.cli;

import dev.ringfence.enforce.rehearsal.PatternRehearsal;
import dev.ringfence.enforce.rehearsal.PlanRehearsal;
import dev.ringfence.enforce.rehearsal.Proofs;
import dev.ringfence.policy.advice.AdoptionPlan;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.advice.Adviser;
import dev.ringfence.policy.advice.PatternProofs;
import dev.ringfence.policy.fence.FenceException;
import dev.ringfence.report.advice.AdviceJson;
import dev.ringfence.report.advice.AdviceTable;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence advise}: the pattern each tenant needs, why, and what it takes. */
@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The pattern that each tenant needs, and why: what the cluster lacks for it, what would not"
          + " run there, what it costs, and what the next pattern up or down would change.",
      "Exits 1 where the cluster cannot hold an advised pattern up."
    })
final class AdviseCommand implements Callable<Integer>, SourceCommand {

  private static final int USUAL = 60;

  /**
   * Tenants from which on each one's neighbouring patterns are proved only if that is asked for.
   */
  private static final int MANY = 10;

  private final SourceArguments arguments = new SourceArguments();

  @Mixin private TableOrJson output = new TableOrJson();

  @Option(
      names = "--plan",
      description = "How to get there in stages, cutting nothing off unawares.")
  private boolean plan;

  @Option(
      names = "--proofs",
      paramLabel = "N",
      description =
          "How many proofs to make: of the cluster as it is, of all patterns in force, of the"
              + " plan's stages, then of patterns one up and down; 0 for none. What is not proved"
              + " is said. Default: 60, and with more than ten tenants all but those one up and"
              + " down, which would be two for each of them")
  private @Nullable Integer proofs;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description =
          "Tell of this tenant, everything; repeatable. Of more than ten tenants a table tells what"
              + " is the same of several once.")
  private List<String> tenants = List.of();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  AdviseCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    boolean json = output.isJson("advise");
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    Fencing fencing;
    List<Advice> advice;
    List<Advice> told;
    Map<String, PatternProofs> proved;
    AdoptionPlan stages;
    try {
      fencing = Fencing.forAdvice(arguments, specification.commandLine(), progress);
      advice = Adviser.advise(fencing.policy(), fencing.resolution(), fencing.traits());
      told = told(advice);
      Inquiry.Question question = new Inquiry.Question(fencing.read(), fencing.policy(), arguments);
      AdoptionPlan planned = plan ? AdoptionPlan.of(advice) : null;
      int reserved = planned == null ? 0 : planned.stages().size();
      int maximum = proofs != null ? proofs : advice.size() > MANY ? 2 + reserved : USUAL;
      Proofs left = new Proofs(fencing.read().cluster(), fencing.policy(), question::ask, maximum);
      progress.stage("proving patterns");
      proved =
          new PatternRehearsal(fencing.read().cluster(), fencing.policy(), advice, left, reserved)
              .run();
      progress.stage("proving stages");
      stages = planned == null ? null : rehearsed(planned, fencing, advice, left);
    } finally {
      progress.close();
    }
    if (json) {
      StandardOutput.bytes(
          out ->
              AdviceJson.write(
                  told, proved, stages, fencing.resolution().remarks(), out, arguments.name()));
    } else {
      Terminal terminal = Terminal.ofStandardOutput(System.getenv());
      StandardOutput.text(
          out ->
              AdviceTable.write(
                  advice,
                  proved,
                  stages,
                  fencing.resolution().remarks(),
                  Set.copyOf(tenants),
                  out,
                  arguments.name(),
                  terminal));
    }
    return advice.stream().allMatch(Advice::isPossible) ? ExitCode.FINE : ExitCode.FOUND;
  }

  /** Of whom something is told: everybody, or who was asked for. */
  private List<Advice> told(List<Advice> advice) {
    List<String> names = advice.stream().map(each -> each.profile().name()).toList();
    for (String tenant : tenants) {
      if (!names.contains(tenant)) {
        throw new UsageException(
            "There is no tenant " + tenant + ". Tenants are: " + String.join(", ", names) + ".");
      }
    }
    return advice.stream()
        .filter(each -> tenants.isEmpty() || tenants.contains(each.profile().name()))
        .toList();
  }

  /** Where fences cannot be rendered, the plan is given as it is, and why it was not proved. */
  private AdoptionPlan rehearsed(
      AdoptionPlan stages, Fencing fencing, List<Advice> advice, Proofs left) {
    if (proofs != null && proofs < 1) {
      return stages;
    }
    try {
      return new PlanRehearsal(fencing.read().cluster(), fencing.policy(), advice, left)
          .run(stages);
    } catch (FenceException refused) {
      PrintWriter error = specification.commandLine().getErr();
      refused.problems().forEach(problem -> error.println("ringfence: not proved: " + problem));
      error.flush();
      return stages;
    }
  }
}
