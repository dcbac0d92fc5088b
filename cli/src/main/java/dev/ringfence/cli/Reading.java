package dev.ringfence.cli;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.intake.TemplateAdmission;
import dev.ringfence.report.terminal.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ObjLongConsumer;

/** Hands the arguments to intake. */
final class Reading {

  private Reading() {}

  static Intake.Result of(SourceArguments arguments, Progress progress) {
    return of(arguments, progress, (object, content) -> {});
  }

  /**
   * @param contents told of each object that was read, with a hash of its content
   */
  static Intake.Result of(
      SourceArguments arguments, Progress progress, ObjLongConsumer<String> contents) {
    List<SourceSpec> sources = new ArrayList<>();
    sources.add(
        arguments.context != null
            ? new SourceSpec.Context(arguments.context)
            : SourceSpec.of(Objects.requireNonNull(arguments.source)));
    for (Path policy : arguments.policies) {
      sources.add(new SourceSpec.Files(policy));
    }
    Intake.Result read =
        Intake.read(
            sources,
            new IntakeOptions(
                arguments.strict, arguments.kubernetesVersion, progress::stage, contents));
    return new Intake.Result(
        TemplateAdmission.of(read.cluster(), sources, KubernetesExpressions::new),
        read.documents(),
        read.findings());
  }
}
