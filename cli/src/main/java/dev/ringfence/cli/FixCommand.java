package dev.ringfence.cli;

import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.report.fix.FixAnswer;
import dev.ringfence.report.fix.FixText;
import dev.ringfence.report.json.FixJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence fix}: the fewest changes that make requirements hold, each proved again. */
@Command(
    name = "fix",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The fewest changes that make what falls short hold: each is made in the model and proved"
          + " again, with what else it opens and closes.",
      "What no known change stops is named. Exits 1 where the changes are not enough for all."
    })
final class FixCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  @Option(names = "--from", paramLabel = "TENANT", description = "Only from this attacker.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TENANT", description = "Only to this victim.")
  private @Nullable String to;

  @Option(
      names = "--stake",
      paramLabel = "STAKE",
      description = "Only takeover, read, reach, disrupt or observe.")
  private @Nullable Stake stake;

  @Option(
      names = "--max-proofs",
      paramLabel = "N",
      defaultValue = "60",
      description = "End the search after so many proofs. Default: ${DEFAULT-VALUE}")
  private int maximumProofs;

  @Option(
      names = "--no-fences",
      description = "Where changes are not enough, do not prove the fences of apply too.")
  private boolean withoutFences;

  @Mixin private TableOrJson output = new TableOrJson();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  FixCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    boolean json = output.isJson("fix");
    Inquiry.Question question =
        Inquiry.question(arguments, specification.commandLine(), (object, content) -> {});
    ProofRun now = question.ask(question.read().cluster());
    if (from != null) {
      Inquiry.tenant(now, from);
    }
    if (to != null) {
      Inquiry.tenant(now, to);
    }
    FixAnswer answer =
        new FixProposal(question, maximumProofs, !withoutFences)
            .of(
                now,
                target -> asked(target.from(), target.to(), target.stake()),
                early -> writeEarly(early, json));
    write(answer, json);
    return answer.open().isEmpty() ? ExitCode.FINE : ExitCode.FOUND;
  }

  private boolean asked(String attacker, String victim, Stake ofVictim) {
    return (from == null || from.equals(attacker))
        && (to == null || to.equals(victim))
        && (stake == null || stake == ofVictim);
  }

  private void writeEarly(FixAnswer answer, boolean json) {
    if (!json) {
      StandardOutput.text(out -> FixText.writeChanges(answer, out));
    }
  }

  private void write(FixAnswer answer, boolean json) {
    if (json) {
      StandardOutput.bytes(out -> FixJson.write(answer, out));
    } else {
      StandardOutput.text(out -> FixText.writeFences(answer, out));
    }
  }
}
