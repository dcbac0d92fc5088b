package dev.ringfence.cli;

import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence render}: every tenant's fence as files. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes every tenant's fence as files: a Kustomize base with one folder a tenant, overlays to"
          + " watch before enforcing, and files for what Kubernetes cannot express.",
      "A second run changes only what differs, and deletes what is no longer needed of its own."
    })
final class RenderCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write: new, empty, or one that render wrote.")
  private Path out;

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  RenderCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    CommandLine command = specification.commandLine();
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    Map<String, String> files;
    try {
      FencePlan plan = Fencing.of(arguments, command, progress).plan(command);
      progress.stage("rendering");
      files = Folder.of(Controls.of(plan));
    } finally {
      progress.close();
    }
    OutputFolder.Changes changes = OutputFolder.write(out, files);
    StandardOutput.text(
        text ->
            text.append(out.toString())
                .append(": ")
                .append(String.valueOf(files.size()))
                .append(" files, of them ")
                .append(String.valueOf(changes.written()))
                .append(" written, ")
                .append(String.valueOf(changes.deleted()))
                .append(" deleted\n"));
    return ExitCode.FINE;
  }
}
