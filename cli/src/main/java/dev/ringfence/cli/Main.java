package dev.ringfence.cli;

import dev.ringfence.enforce.FencesUnreadable;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.UnreachableException;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.fence.FenceException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** The program {@code ringfence}. */
@Command(
    name = "ringfence",
    versionProvider = VersionProvider.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Decides, enforces and proves the isolation of tenants on a Kubernetes cluster.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all holds",
      "1:something falls short or is undecided",
      "2:bad input or usage",
      "3:nothing could be read from the cluster",
      "4:an error of Ringfence itself"
    })
public final class Main implements Runnable {

  /** Every command by its name, as they are listed. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("prove", ProveCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("fix", FixCommand.class);
    COMMANDS.put("assumptions", AssumptionsCommand.class);
    COMMANDS.put("advise", AdviseCommand.class);
    COMMANDS.put("render", RenderCommand.class);
    COMMANDS.put("diff", DiffCommand.class);
    COMMANDS.put("apply", ApplyCommand.class);
    COMMANDS.put("reach", ReachCommand.class);
    COMMANDS.put("can", CanCommand.class);
    COMMANDS.put("who-can", WhoCanCommand.class);
    COMMANDS.put("admit", AdmitCommand.class);
    COMMANDS.put("place", PlaceCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
  }

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the field before it calls anything
  public Main() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        specification.commandLine(), "Name a command, for example: ringfence prove SOURCE");
  }

  public static void main(String[] arguments) {
    int status = commandLine(arguments).execute(arguments);
    System.out.flush();
    System.exit(status);
  }

  /** All commands. */
  static CommandLine commandLine() {
    return commandLine(new String[0]);
  }

  /**
   * The command that the first argument names, or all of them where it names none: working out the
   * options of all takes longer than proving a small cluster.
   */
  static CommandLine commandLine(String[] arguments) {
    CommandLine program = new CommandLine(new Main());
    Class<?> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (named == null) {
      COMMANDS.forEach(program::addSubcommand);
    } else {
      program.addSubcommand(arguments[0], named);
    }
    return program
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int failed(
      Exception problem, CommandLine command, CommandLine.ParseResult result) {
    PrintWriter error = command.getErr();
    return switch (problem) {
      case UsageException usage -> {
        error.println("ringfence: " + usage.getMessage());
        yield ExitCode.BAD_INPUT;
      }
      case InputException input -> {
        error.println("ringfence: " + input.getMessage());
        yield ExitCode.BAD_INPUT;
      }
      case DocumentException documents -> {
        error.println("ringfence: " + documents.getMessage());
        yield ExitCode.BAD_INPUT;
      }
      case FenceException fences -> {
        fences.problems().forEach(line -> error.println("ringfence: " + line));
        yield ExitCode.BAD_INPUT;
      }
      case FencesUnreadable kind -> {
        error.println("ringfence: " + kind.getMessage());
        yield ExitCode.UNREADABLE_CLUSTER;
      }
      case UnreachableException cluster -> {
        error.println("ringfence: " + cluster.getMessage());
        yield ExitCode.UNREADABLE_CLUSTER;
      }
      case UncheckedIOException output when OutputClosed.is(output) ->
          // Somebody closed the pipe, for example `| head`: not an error, and nobody is listening.
          ExitCode.FINE;
      case OutputFailure output -> {
        error.println("ringfence: standard output cannot be written: " + output.reason());
        yield ExitCode.BAD_INPUT;
      }
      default -> {
        error.println("ringfence: an error of Ringfence itself; please report it with this trace:");
        problem.printStackTrace(error);
        yield ExitCode.OWN_ERROR;
      }
    };
  }

  static String completionScript() {
    return AutoComplete.bash("ringfence", commandLine());
  }
}
