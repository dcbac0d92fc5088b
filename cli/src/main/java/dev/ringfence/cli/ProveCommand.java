package dev.ringfence.cli;

import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.report.change.ChangeText;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.EarlierProof;
import dev.ringfence.report.change.RiskRegister;
import dev.ringfence.report.finding.WitnessReason;
import dev.ringfence.report.fix.FixAnswer;
import dev.ringfence.report.html.HtmlOptions;
import dev.ringfence.report.html.PageExtras;
import dev.ringfence.report.html.ProofHtml;
import dev.ringfence.report.json.ProofJson;
import dev.ringfence.report.pipeline.JunitReport;
import dev.ringfence.report.pipeline.MarkdownReport;
import dev.ringfence.report.pipeline.PipelineAnswers;
import dev.ringfence.report.pipeline.PolicyReports;
import dev.ringfence.report.pipeline.SarifReport;
import dev.ringfence.report.redaction.Pseudonyms;
import dev.ringfence.report.table.ProofTable;
import dev.ringfence.report.table.TableOptions;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.verify.CertificateFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ringfence prove}: which boundaries must fail, for every pair of tenants and stake. */
final class ProveCommand implements Callable<Integer> {

  /** How many findings a report for a pipeline lists; it says how many more there are. */
  private static final int MOST_FINDINGS = 200;

  /** How many clusters are proved for the fixes of a page. */
  private static final int MOST_PROOFS = 60;

  private final SourceArguments arguments = new SourceArguments();
  private OutputFormat output = OutputFormat.TABLE;
  private boolean all;
  private boolean matrix;
  private int rows = 12;
  private @Nullable String baseline;
  private @Nullable Path certificate;
  private boolean fixes;
  private boolean redact;

  @SuppressWarnings("this-escape") // it is only kept
  private final CommandSpec specification =
      Declared.command(
          "prove",
          this,
          "For every ordered pair of tenants and every stake: how many boundaries must fail, whether"
              + " that is what is required, and why.",
          "Exits 1 where something falls short or is undecided that nobody has accepted.");

  /** The command as picocli takes it. */
  CommandSpec declaration() {
    arguments.declareIn(specification);
    return specification
        .addOption(
            Declared.<OutputFormat>value(
                    OutputFormat.class,
                    "FORMAT",
                    () -> output,
                    value -> output = value,
                    "-o",
                    "--output")
                .defaultValue("table")
                .description(
                    "table, json, html, sarif, junit, policyreport, openreports or markdown.",
                    "Default: ${DEFAULT-VALUE}")
                .build())
        .addOption(
            Declared.flag(
                "--all",
                value -> all = value,
                "List every verdict, also what holds (json and table); every finding (others)."))
        .addOption(
            Declared.flag(
                "--matrix",
                value -> matrix = value,
                "Show the whole matrix, a grid for each stake (table)."))
        .addOption(
            Declared.<Integer>value(int.class, "N", () -> rows, value -> rows = value, "--rows")
                .defaultValue("12")
                .description(
                    "How many pairs the table shows, worst first. Default: ${DEFAULT-VALUE}")
                .build())
        .addOption(
            Declared.<String>value(
                    String.class, "BASE", () -> baseline, value -> baseline = value, "--baseline")
                .description(
                    "Tell what changed against BASE: another source, or an answer of prove -o json.",
                    "Exits 1 only where something new falls short or is undecided.")
                .build())
        .addOption(
            Declared.<Path>value(
                    Path.class,
                    "FILE",
                    () -> certificate,
                    value -> certificate = value,
                    "--certificate")
                .description(
                    "Write the proof's steps, sets and witnesses to FILE, for `ringfence verify`.",
                    "FILE is replaced only once it is complete.")
                .build())
        .addOption(
            Declared.flag(
                "--fixes",
                value -> fixes = value,
                "Add the changes that `ringfence fix` proposes (html); takes many proofs."))
        .addOption(
            Declared.flag(
                "--redact",
                value -> redact = value,
                "Replace every name by a pseudonym, the same throughout (html and json).",
                "What is left tells depths, boundaries, steps and Kubernetes' own words."));
  }

  @Override
  public Integer call() {
    check();
    Map<String, Long> objects = new TreeMap<>();
    CommandLine command = specification.commandLine();
    Inquiry.Proved proved =
        Inquiry.proved(
            arguments,
            command,
            certificate == null ? (object, content) -> {} : objects::put,
            this::writeHead);
    ProofRun answers = proved.answers();
    RiskRegister risks = AcceptedRisks.of(proved.acceptedRisks(), answers);
    Changes changes =
        baseline == null
            ? null
            : Changes.between(Baseline.read(baseline, arguments, command), answers);
    if (certificate != null) {
      WholeFile.write(
          certificate,
          CertificateFile.toBytes(Certification.complete(answers, objects, arguments.name())));
    }
    write(proved, changes, risks);
    return counts(answers, changes, risks) ? ExitCode.FOUND : ExitCode.FINE;
  }

  private void check() {
    if (rows < 1) {
      throw new UsageException("--rows must be 1 or more.");
    }
    if (redact && output != OutputFormat.HTML && output != OutputFormat.JSON) {
      throw new UsageException("--redact works with -o html and -o json.");
    }
    if (fixes && output != OutputFormat.HTML) {
      throw new UsageException(
          "--fixes works with -o html; `ringfence fix` writes table and json.");
    }
    if (baseline != null) {
      Baseline.check(baseline);
    }
  }

  private void writeHead(Tenancy tenancy, int maximumDepth, List<String> remarks) {
    if (output == OutputFormat.TABLE) {
      TableOptions options = options();
      StandardOutput.text(
          out -> ProofTable.writeHead(tenancy, maximumDepth, remarks, out, options));
    }
  }

  private void write(Inquiry.Proved proved, @Nullable Changes changes, RiskRegister risks) {
    ProofRun answers = proved.answers();
    String source = arguments.name();
    Pseudonyms pseudonyms =
        redact ? Pseudonyms.of(answers, proved.question().read().documents()) : null;
    switch (output) {
      case TABLE ->
          StandardOutput.text(
              out -> {
                ProofTable.writeVerdicts(answers, out, options(answers));
                ChangeText.write(risks, out);
                if (changes != null) {
                  ChangeText.write(changes, out, all ? Integer.MAX_VALUE : 5 * rows);
                }
              });
      case JSON ->
          StandardOutput.bytes(
              out -> ProofJson.write(answers, out, all, source, changes, risks, pseudonyms));
      case HTML -> {
        FixAnswer proposed =
            fixes
                ? new FixProposal(proved.question(), MOST_PROOFS, false).of(answers, target -> true)
                : null;
        PageExtras extras = new PageExtras(changes, proposed, pseudonyms);
        StandardOutput.bytes(
            out -> ProofHtml.write(answers, out, source, HtmlOptions.standard(), extras));
      }
      case SARIF ->
          StandardOutput.bytes(out -> SarifReport.write(pipeline(answers, changes, risks), out));
      case JUNIT ->
          StandardOutput.utf8(out -> JunitReport.write(pipeline(answers, changes, risks), out));
      case POLICYREPORT -> policyReport(PolicyReports.Api.WORKING_GROUP, answers, changes, risks);
      case OPENREPORTS -> policyReport(PolicyReports.Api.OPEN_REPORTS, answers, changes, risks);
      case MARKDOWN ->
          StandardOutput.utf8(out -> MarkdownReport.write(pipeline(answers, changes, risks), out));
    }
  }

  private void policyReport(
      PolicyReports.Api api, ProofRun answers, @Nullable Changes changes, RiskRegister risks) {
    StandardOutput.bytes(out -> PolicyReports.write(pipeline(answers, changes, risks), api, out));
  }

  private PipelineAnswers pipeline(
      ProofRun answers, @Nullable Changes changes, RiskRegister risks) {
    return new PipelineAnswers(
        answers,
        changes,
        risks,
        arguments.name(),
        new ManifestLines(),
        all ? Integer.MAX_VALUE : MOST_FINDINGS);
  }

  /**
   * Whether something counts: against a baseline only what is new, and what was accepted and is no
   * more; never what is accepted.
   */
  private static boolean counts(ProofRun answers, @Nullable Changes changes, RiskRegister risks) {
    Set<EarlierProof.Key> opened = changes == null ? Set.of() : changes.openedKeys(risks);
    return answers.anyShortfall(
        verdict ->
            (changes == null
                    || opened.contains(EarlierProof.key(answers, verdict))
                    || risks.countsAgain(answers, verdict))
                && !risks.accepts(answers, verdict));
  }

  private TableOptions options() {
    return TableOptions.of(arguments.name(), Terminal.ofStandardOutput(System.getenv()));
  }

  private TableOptions options(ProofAnswers answers) {
    TableOptions options =
        options()
            .withReason(new WitnessReason(answers))
            .withMaximumRows(all ? Integer.MAX_VALUE : rows);
    return matrix ? options.withMatrix() : options;
  }
}
