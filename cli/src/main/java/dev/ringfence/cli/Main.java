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
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code ringfence}. */
public final class Main implements Runnable {

  private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

  static {
    EXIT_CODES.put("0", "all holds");
    EXIT_CODES.put("1", "something falls short or is undecided");
    EXIT_CODES.put("2", "bad input or usage");
    EXIT_CODES.put("3", "nothing could be read from the cluster");
    EXIT_CODES.put("4", "an error of Ringfence itself");
  }

  /** Every command by its name, as they are listed. */
  private static final Map<String, Supplier<CommandSpec>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("prove", () -> new ProveCommand().declaration());
    COMMANDS.put("explain", () -> annotated(new ExplainCommand()));
    COMMANDS.put("verify", () -> annotated(new VerifyCommand()));
    COMMANDS.put("fix", () -> annotated(new FixCommand()));
    COMMANDS.put("assumptions", () -> annotated(new AssumptionsCommand()));
    COMMANDS.put("advise", () -> annotated(new AdviseCommand()));
    COMMANDS.put("render", () -> annotated(new RenderCommand()));
    COMMANDS.put("diff", () -> annotated(new DiffCommand()));
    COMMANDS.put("apply", () -> annotated(new ApplyCommand()));
    COMMANDS.put("reach", () -> annotated(new ReachCommand()));
    COMMANDS.put("can", () -> annotated(new CanCommand()));
    COMMANDS.put("who-can", () -> annotated(new WhoCanCommand()));
    COMMANDS.put("admit", () -> annotated(new AdmitCommand()));
    COMMANDS.put("place", () -> annotated(new PlaceCommand()));
    COMMANDS.put("completion", () -> annotated(new CompletionCommand()));
  }

  private final CommandSpec specification = declaration(this);

  private Main() {}

  private static CommandSpec declaration(Main program) {
    CommandSpec specification =
        Declared.command(
            "ringfence",
            program,
            "Decides, enforces and proves the isolation of tenants on a Kubernetes cluster.");
    specification
        .usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(EXIT_CODES);
    return specification;
  }

  private static CommandSpec annotated(Object command) {
    CommandSpec specification = CommandSpec.forAnnotatedObject(command);
    if (command instanceof SourceCommand reading) {
      reading.declareIn(specification);
    }
    return specification;
  }

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
    CommandSpec program = new Main().specification;
    Supplier<CommandSpec> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (named == null) {
      COMMANDS.forEach((name, command) -> program.addSubcommand(name, command.get()));
    } else {
      program.addSubcommand(arguments[0], named.get());
    }
    CommandLine line =
        new CommandLine(program)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Main::misused)
            .setExecutionExceptionHandler(Main::failed);
    return line.setErr(new VisibleErrors(line.getErr()));
  }

  /** What is wrong stays the last thing on a screen: no page of options comes after it. */
  private static int misused(CommandLine.ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter error = command.getErr();
    error.println("ringfence: " + problem.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(problem, error);
    error.println("`" + command.getCommandSpec().qualifiedName() + " --help` says what there is.");
    return ExitCode.BAD_INPUT;
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
        documents.problems().forEach(wrong -> error.println("ringfence: " + wrong));
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
