package dev.ringfence.cli;

import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.WitnessReason;
import dev.ringfence.report.html.ProofHtml;
import dev.ringfence.report.json.ProofJson;
import dev.ringfence.report.table.ProofTable;
import dev.ringfence.report.table.TableOptions;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.verify.CertificateFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence prove}: which boundaries must fail, for every pair of tenants and stake. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "For every ordered pair of tenants and every stake: how many boundaries must fail, whether"
          + " that is what is required, and why.",
      "Exits 1 where something falls short or is undecided."
    })
final class ProveCommand implements Callable<Integer> {

  @Mixin private SourceArguments arguments = new SourceArguments();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or html. Default: ${DEFAULT-VALUE}")
  private OutputFormat output = OutputFormat.TABLE;

  @Option(names = "--all", description = "List every verdict, also what holds (json and table).")
  private boolean all;

  @Option(names = "--matrix", description = "Show the whole matrix, a grid for each stake (table).")
  private boolean matrix;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many pairs the table shows, worst first. Default: ${DEFAULT-VALUE}")
  private int rows;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = {
        "Write the proof's steps, sets and witnesses to FILE, for `ringfence verify`.",
        "FILE is replaced only once it is complete."
      })
  private @Nullable Path certificate;

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  ProveCommand() {}

  @Override
  public Integer call() {
    Map<String, Long> objects = new TreeMap<>();
    ProofRun answers =
        Inquiry.prove(
            arguments,
            specification.commandLine(),
            certificate == null ? (object, content) -> {} : objects::put);
    if (certificate != null) {
      WholeFile.write(
          certificate,
          CertificateFile.toBytes(Certification.complete(answers, objects, arguments.name())));
    }
    switch (output) {
      case TABLE -> StandardOutput.text(out -> ProofTable.write(answers, out, options(answers)));
      case JSON ->
          StandardOutput.bytes(out -> ProofJson.write(answers, out, all, arguments.name()));
      case HTML -> StandardOutput.bytes(out -> ProofHtml.write(answers, out, arguments.name()));
    }
    return allHolds(answers) ? ExitCode.FINE : ExitCode.FOUND;
  }

  private TableOptions options(ProofAnswers answers) {
    TableOptions options =
        TableOptions.of(arguments.name(), Terminal.ofStandardOutput(System.getenv()))
            .withReason(new WitnessReason(answers))
            .withMaximumRows(all ? Integer.MAX_VALUE : rows);
    return matrix ? options.withMatrix() : options;
  }

  private static boolean allHolds(ProofAnswers answers) {
    boolean[] holds = {true};
    answers.forEachVerdict(verdict -> holds[0] &= verdict.outcome() == Verdict.Outcome.HOLDS);
    return holds[0];
  }
}
