package dev.ringfence.cli;

import dev.ringfence.enforce.Difference;
import dev.ringfence.enforce.LiveFences;
import dev.ringfence.enforce.rehearsal.DriftRehearsal;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.intake.whole.WholeObjects;
import dev.ringfence.policy.controls.ControlMeaning;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.report.drift.DriftAnswer;
import dev.ringfence.report.drift.DriftText;
import dev.ringfence.report.json.DriftJson;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ringfence diff}: how a cluster differs from its fences, since when, and what that opens.
 */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How a cluster, live or in files, differs from the fences of its tenants: what is missing or"
          + " changed, since when and by whom, and which verdicts that changes, each object proved.",
      "Exits 1 where anything differs."
    })
final class DiffCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  @Option(
      names = "--proofs",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How many proofs to make; 0 for none. What is not proved is said."
              + " Default: ${DEFAULT-VALUE}")
  private int proofs;

  @Mixin private TableOrJson output = new TableOrJson();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  DiffCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    boolean json = output.isJson("diff");
    if ("-".equals(arguments.source)) {
      throw new UsageException("diff reads its source twice; give a file or a folder.");
    }
    CommandLine command = specification.commandLine();
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    DriftAnswer answer;
    try {
      Fencing fencing = Fencing.of(arguments, command, progress);
      Controls controls = Controls.of(fencing.plan(command));
      progress.stage("comparing");
      List<Difference> differences = LiveFencing.of(found(), controls, null).all();
      progress.stage("proving");
      Inquiry.Question question = new Inquiry.Question(fencing.read(), fencing.policy(), arguments);
      DriftRehearsal.Found found =
          new DriftRehearsal(
                  fencing.read().cluster(), fencing.policy(), question::ask, controls.inOrder())
              .run(differences, proofs);
      answer =
          new DriftAnswer(
              arguments.name(),
              differences.stream().map(difference -> item(difference, found)).toList(),
              found.together());
    } finally {
      progress.close();
    }
    if (json) {
      StandardOutput.bytes(out -> DriftJson.write(answer, out));
    } else {
      StandardOutput.text(out -> DriftText.write(answer, out));
    }
    return answer.items().isEmpty() ? ExitCode.FINE : ExitCode.FOUND;
  }

  private LiveFences found() {
    if (arguments.context != null) {
      try (LiveApi api = LiveApi.open(arguments.context)) {
        return LiveFences.read(api);
      }
    }
    return LiveFences.of(
        WholeObjects.read(List.of(Objects.requireNonNull(arguments.source))).objects().stream()
            .map(WholeObject::plain)
            .toList());
  }

  private DriftAnswer.Item item(Difference difference, DriftRehearsal.Found found) {
    ControlObject object = difference.object();
    List<DriftAnswer.Field> fields = new ArrayList<>();
    difference
        .fields()
        .forEach(
            field ->
                fields.add(new DriftAnswer.Field(field.path(), field.wanted(), field.found())));
    return new DriftAnswer.Item(
        switch (difference.kind()) {
          case MISSING -> "Missing";
          case DIFFERS -> "Differs";
          case NO_LONGER_NEEDED -> "NoLongerNeeded";
        },
        difference.title(),
        object == null ? null : ControlMeaning.of(object.control()),
        difference.changedBy(),
        difference.since(),
        switch (difference.kind()) {
          case MISSING -> "what is deleted or was never there leaves no time; the audit log has it";
          case DIFFERS ->
              arguments.context == null
                  ? "the files have no managedFields of whoever changed it"
                  : "nobody but Ringfence wrote it: what is wanted has changed";
          case NO_LONGER_NEEDED -> "what is wanted has changed";
        },
        fields,
        found.alone().get(difference));
  }
}
