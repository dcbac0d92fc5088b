package dev.ringfence.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** {@code ringfence completion}: a script for bash and zsh. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a completion script for bash and zsh: source <(ringfence completion)")
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the field before it calls anything
  CompletionCommand() {}

  @Override
  public Integer call() {
    specification.commandLine().getOut().println(Main.completionScript());
    return ExitCode.FINE;
  }
}
