package dev.ringfence.cli;

import dev.ringfence.engine.judgement.ProofListing;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.verify.Certificate;
import dev.ringfence.verify.CertificateFile;
import dev.ringfence.verify.Checker;
import dev.ringfence.verify.Comparison;
import dev.ringfence.verify.Problems;
import dev.ringfence.verify.Refused;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ringfence verify}: whether a certificate is to be believed, and of this cluster. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks a certificate that prove --certificate has written: first by itself, by a checker"
          + " that shares no code with the engine, then against the cluster.",
      "Exits 1 where it is not to be believed. Give it the same --policy and --assume as prove."
    })
final class VerifyCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  private String certificate;

  @Spec private CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  VerifyCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public void declareIn(CommandSpec command) {
    arguments.declareIn(command);
    command.addPositional(
        Declared.argument(
            1,
            "CERTIFICATE",
            () -> certificate,
            value -> certificate = value,
            "The file; with --context the only argument."));
  }

  @Override
  public Integer call() {
    String file = file();
    Certificate claimed;
    try {
      claimed = CertificateFile.read(bytes(file));
    } catch (Refused refused) {
      StandardOutput.text(
          out -> out.append("✗ not believed: ").append(refused.getMessage()).append('\n'));
      return ExitCode.FOUND;
    }
    Problems wrong = Checker.check(claimed);
    if (!wrong.isEmpty()) {
      StandardOutput.text(
          out -> {
            out.append("✗ not believed: the certificate does not prove what it claims\n");
            lines(out, wrong);
          });
      return ExitCode.FOUND;
    }
    arguments.maximumDepth = claimed.maximumDepth();
    Map<String, Long> objects = new TreeMap<>();
    ProofRun run = Inquiry.prove(arguments, specification.commandLine(), objects::put);
    ProofListing listing = run.listing();
    Comparison.Result compared =
        Comparison.compare(
            claimed,
            Certification.withoutTables(run, objects, arguments.name()),
            step -> Certification.items(listing, step));
    StandardOutput.text(out -> write(out, claimed, compared));
    return compared.problems().isEmpty() ? ExitCode.FINE : ExitCode.FOUND;
  }

  /** With a context there is no SOURCE, so the certificate is the first argument. */
  private String file() {
    if (arguments.context != null && certificate == null && arguments.source != null) {
      certificate = arguments.source;
      arguments.source = null;
    }
    if (certificate == null) {
      throw new UsageException("Name a SOURCE and the CERTIFICATE to check against it.");
    }
    return certificate;
  }

  private static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException problem) {
      throw new UsageException(file + " cannot be read: " + WholeFile.reason(problem) + ".");
    }
  }

  private static void write(Writer out, Certificate claimed, Comparison.Result compared)
      throws IOException {
    out.append("✓ checked: given its ")
        .append(String.valueOf(claimed.steps().size()))
        .append(" steps, the certificate's sets of up to ")
        .append(String.valueOf(claimed.maximumDepth()))
        .append(" boundaries are all the minimal ones, and its ")
        .append(String.valueOf(claimed.claims().size()))
        .append(" verdicts follow from them\n");
    writeBound(out, claimed);
    if (!compared.objects().isEmpty()) {
      out.append("! the objects are not those that the certificate was made from:\n");
      lines(out, compared.objects());
    }
    if (compared.problems().isEmpty()) {
      out.append("✓ derived again: the ")
          .append(String.valueOf(compared.witnessSteps()))
          .append(" different steps of its witnesses, each from its objects\n")
          .append("✓ compared: the analyses were run again and give the same steps\n")
          .append("That the list of steps is complete rests on the analyses: ")
          .append("they were run again and compared, not proved.\n");
    } else {
      out.append("✗ not believed of this cluster: the analyses were run again and differ\n");
      lines(out, compared.problems());
    }
  }

  /** What a search that stops at a depth leaves open, and of whom. */
  private static void writeBound(Writer out, Certificate claimed) throws IOException {
    Set<List<Integer>> pairs = new HashSet<>();
    Set<List<Integer>> open = new LinkedHashSet<>();
    int verdicts = 0;
    for (Certificate.Claim claim : claimed.claims()) {
      if (claim.feared() < 0) {
        verdicts++;
        pairs.add(List.of(claim.from(), claim.to()));
        if (claim.outcome() == Certificate.Outcome.UNDECIDED) {
          open.add(List.of(claim.from(), claim.to()));
        }
      }
    }
    if (verdicts > 0) {
      out.append("  of ")
          .append(String.valueOf(verdicts))
          .append(" verdicts of ")
          .append(String.valueOf(pairs.size()))
          .append(" pairs it says no more than that at least ")
          .append(String.valueOf(claimed.maximumDepth() + 1))
          .append(" boundaries must fail\n");
    }
    for (List<Integer> pair : open) {
      out.append("? undecided, because more is required than that: ")
          .append(claimed.tenants().get(pair.get(0)))
          .append(" → ")
          .append(claimed.tenants().get(pair.get(1)))
          .append('\n');
    }
  }

  private static void lines(Writer out, Problems problems) throws IOException {
    for (String line : problems.lines()) {
      out.append("  ").append(line).append('\n');
    }
  }
}
