package dev.ringfence.cli;

import dev.ringfence.enforce.Difference;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.ControlMeaning;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** {@code ringfence diff}: how a live cluster differs from its fences, and what that opens. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How a live cluster differs from the fences of its tenants: what is missing or changed, by"
          + " whom, and which stakes that control holds.",
      "Exits 1 where anything differs."
    })
final class DiffCommand implements Callable<Integer>, SourceCommand {

  private static final int LONGEST_VALUE = 200;

  private final SourceArguments arguments = new SourceArguments();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  DiffCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    if (arguments.context == null) {
      throw new UsageException(
          "diff compares with a live cluster; name it by --context. Two folders that render wrote"
              + " compare by any diff.");
    }
    CommandLine command = specification.commandLine();
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    LiveFencing live;
    try (LiveApi api = LiveApi.open(arguments.context)) {
      Controls controls = Controls.of(Fencing.of(arguments, command, progress).plan(command));
      progress.stage("comparing");
      live = LiveFencing.of(api, controls, null);
    } finally {
      progress.close();
    }
    List<Difference> all = new ArrayList<>(live.cluster());
    live.tenants().values().forEach(all::addAll);
    all.addAll(live.unneeded());
    StandardOutput.text(
        out -> {
          for (Difference difference : all) {
            write(difference, out);
          }
          out.append(
              all.isEmpty()
                  ? "nothing differs\n"
                  : all.size() + (all.size() == 1 ? " object differs\n" : " objects differ\n"));
        });
    return live.isEmpty() ? ExitCode.FINE : ExitCode.FOUND;
  }

  private static void write(Difference difference, Appendable out) throws IOException {
    switch (difference.kind()) {
      case MISSING -> out.append("- missing: ");
      case DIFFERS -> out.append("~ differs: ");
      case NO_LONGER_NEEDED -> out.append("+ no longer needed: ");
    }
    out.append(difference.title()).append('\n');
    ControlObject object = difference.object();
    if (object != null) {
      out.append("    holds: ").append(ControlMeaning.of(object.control())).append('\n');
    }
    if (difference.changedBy() != null) {
      out.append("    last written by ").append(difference.changedBy()).append('\n');
    }
    for (Difference.Field field : difference.fields()) {
      out.append("    ")
          .append(field.path())
          .append(": ")
          .append(clipped(String.valueOf(field.found())))
          .append(", wanted ")
          .append(clipped(field.wanted()))
          .append('\n');
    }
  }

  private static String clipped(String value) {
    return value.length() <= LONGEST_VALUE
        ? value
        : value.substring(0, LONGEST_VALUE) + "… (" + value.length() + " characters)";
  }
}
