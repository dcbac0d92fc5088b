package dev.ringfence.cli;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.report.json.ExplanationJson;
import dev.ringfence.report.story.ExplanationText;
import dev.ringfence.report.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence explain}: the paths of one pair, step by step, with evidence. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "All minimal failure sets from one tenant to another with their witnesses: each step with"
          + " object, field and value.",
      "Where it holds: what the attacker can get, and what stops it there."
    })
final class ExplainCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  @Option(names = "--from", required = true, paramLabel = "TENANT", description = "The attacker.")
  private String from;

  @Option(names = "--to", required = true, paramLabel = "TENANT", description = "The victim.")
  private String to;

  @Option(
      names = "--stake",
      paramLabel = "STAKE",
      description = "takeover, read, reach, disrupt or observe. Default: all of them.")
  private @Nullable Stake stake;

  @Mixin private TableOrJson output = new TableOrJson();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  ExplainCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    boolean json = output.isJson("explain", "; prove -o html draws the paths");
    ProofAnswers answers = Inquiry.prove(arguments, specification.commandLine());
    int attacker = Inquiry.tenant(answers, from);
    int victim = Inquiry.tenant(answers, to);
    if (attacker == victim) {
      throw new UsageException("--from and --to are the same tenant; name two.");
    }
    write(answers, attacker, victim, json);
    return ExitCode.FINE;
  }

  private void write(ProofAnswers answers, int attacker, int victim, boolean json) {
    List<Stake> stakes = stake == null ? List.of(Stake.values()) : List.of(stake);
    if (json) {
      StandardOutput.bytes(
          out -> ExplanationJson.write(answers, attacker, victim, stakes, out, arguments.name()));
      return;
    }
    Terminal terminal = Terminal.ofStandardOutput(System.getenv());
    StandardOutput.text(
        out -> ExplanationText.write(answers, attacker, victim, stakes, out, terminal));
  }
}
