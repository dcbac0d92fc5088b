package dev.ringfence.cli;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.report.assumption.AssumptionEffects;
import dev.ringfence.report.assumption.AssumptionText;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.EarlierProof;
import dev.ringfence.report.json.AssumptionsJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** {@code ringfence assumptions}: what each assumption is worth, proved. */
@Command(
    name = "assumptions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Every assumption that nobody has stated, with what would change if it alone were false,"
          + " and if it alone were as bad as feared: proved, not guessed. Those that matter most"
          + " come first.",
      "It takes two proofs for each assumption that adds a step."
    })
final class AssumptionsCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  @Mixin private TableOrJson output = new TableOrJson();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  AssumptionsCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    boolean json = output.isJson("assumptions");
    Inquiry.Question question =
        Inquiry.question(arguments, specification.commandLine(), (object, content) -> {});
    ProofRun now = question.ask(question.read().cluster());
    EarlierProof feared = EarlierProof.of(now, arguments.name());
    List<ProofAnswers.AssumptionAnswer> unstated =
        now.assumptions().stream().filter(assumption -> assumption.vouchedBy() == null).toList();
    EarlierProof noneFeared =
        EarlierProof.of(
            question.ask(question.read().cluster(), areFalse(unstated, null)), arguments.name());
    List<AssumptionEffects.Effect> effects = new ArrayList<>();
    for (ProofAnswers.AssumptionAnswer assumption : unstated) {
      if (assumption.adds().isEmpty()) {
        Changes none = Changes.between(feared, now); // it adds no step, so nothing rests on it
        effects.add(new AssumptionEffects.Effect(assumption, none, none));
        continue;
      }
      ProofAnswers without =
          question.ask(question.read().cluster(), areFalse(List.of(assumption), null));
      ProofAnswers alone = question.ask(question.read().cluster(), areFalse(unstated, assumption));
      effects.add(
          new AssumptionEffects.Effect(
              assumption,
              Changes.between(feared, without).ofVerdicts(),
              Changes.between(noneFeared, alone).ofVerdicts()));
    }
    AssumptionEffects answer = new AssumptionEffects(arguments.name(), effects);
    if (json) {
      StandardOutput.bytes(out -> AssumptionsJson.write(answer, out));
    } else {
      StandardOutput.text(out -> AssumptionText.write(answer, out));
    }
    return ExitCode.FINE;
  }

  /** Any value but the pessimistic one refutes an assumption. */
  private static List<Assumptions.Statement> areFalse(
      List<ProofAnswers.AssumptionAnswer> assumptions,
      ProofAnswers.@Nullable AssumptionAnswer except) {
    List<Assumptions.Statement> statements = new ArrayList<>();
    for (ProofAnswers.AssumptionAnswer assumption : assumptions) {
      if (!assumption.equals(except)) {
        statements.add(
            new Assumptions.Statement(
                assumption.id(), "not " + assumption.value(), "a trial", null));
      }
    }
    return statements;
  }
}
