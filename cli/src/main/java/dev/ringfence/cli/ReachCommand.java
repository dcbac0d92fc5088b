package dev.ringfence.cli;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.policy.Resolution;
import dev.ringfence.report.json.ReachDifferenceJson;
import dev.ringfence.report.json.ReachJson;
import dev.ringfence.report.reach.ReachChanges;
import dev.ringfence.report.reach.ReachChangesTable;
import dev.ringfence.report.reach.ReachMatrix;
import dev.ringfence.report.reach.ReachPicture;
import dev.ringfence.report.reach.ReachQuestion;
import dev.ringfence.report.reach.ReachReasons;
import dev.ringfence.report.reach.ReachTable;
import dev.ringfence.report.terminal.Terminal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence reach}: who can connect to whom, on which ports, as configured. */
@Command(
    name = "reach",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Who can connect to whom on which ports: some pod of the source to some pod of the"
          + " destination, as configured.",
      "ENDs are NAMESPACE/NAME or NAMESPACE/KIND/NAME of a workload, a namespace, a tenant"
          + " (namespace:NAME and tenant:NAME tell them apart), an address or a CIDR."
    })
final class ReachCommand implements Callable<Integer>, SourceCommand {

  static final String OWN_NODE =
      "A pod and its own node can always connect to each other, whatever policies say; that way is"
          + " left out here";

  private final SourceArguments arguments = new SourceArguments();

  @Option(names = "--from", paramLabel = "END", description = "Only connections from here.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "END", description = "Only connections to here.")
  private @Nullable String to;

  @Option(
      names = "--of",
      paramLabel = "END",
      description = "Whose neighbourhood dot and svg draw. Default: --from, --to, or everything.")
  private @Nullable String of;

  @Option(names = "--matrix", description = "Tenants against tenants (table).")
  private boolean matrix;

  @Option(
      names = "--why",
      description =
          "For each pair, closed ones too, the policy and rule that lets it through or those that"
              + " stop it (table, json). Needs --from or --to.")
  private boolean why;

  @Option(
      names = "--diff",
      paramLabel = "OTHER",
      description = "What changes from OTHER, a source too, to SOURCE: what opens, what closes.")
  private @Nullable String before;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many connections the table shows. Default: ${DEFAULT-VALUE}")
  private int rows;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json, dot or svg. Default: ${DEFAULT-VALUE}")
  private ReachFormat output = ReachFormat.TABLE;

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  ReachCommand() {}

  @Override
  public SourceArguments arguments() {
    return arguments;
  }

  @Override
  public Integer call() {
    if (why && (from == null && to == null)) {
      throw new UsageException("reach --why needs --from or --to: whose connections?");
    }
    if (why
        && (matrix
            || before != null
            || (output != ReachFormat.TABLE && output != ReachFormat.JSON))) {
      throw new UsageException("reach --why writes table or json, of one source.");
    }
    Inquiry.Settled settled = Inquiry.settle(arguments, specification.commandLine());
    ReachQuestion question = question(settled, arguments.name(), from, to);
    if (before != null) {
      writeChanges(question, before);
    } else {
      write(question);
    }
    return ExitCode.FINE;
  }

  private static ReachQuestion question(
      Inquiry.Settled settled, String source, @Nullable String from, @Nullable String to) {
    Resolution resolution = settled.resolution();
    Assumptions assumptions = new Assumptions(resolution.statements());
    Reach reach = Reach.of(resolution.cluster(), assumptions);
    ReachEnds sources = ReachEnds.of(from, reach, resolution.tenancy());
    ReachEnds destinations = ReachEnds.of(to, reach, resolution.tenancy());
    List<String> remarks = new ArrayList<>(settled.remarks());
    remarks.addAll(reach.network().remarks());
    remarks.add(OWN_NODE);
    return new ReachQuestion(
        reach,
        resolution.tenancy(),
        assumptions,
        sources.ends(),
        destinations.ends(),
        sources.within(),
        destinations.within(),
        remarks,
        source);
  }

  private void write(ReachQuestion question) {
    switch (output) {
      case JSON -> StandardOutput.bytes(out -> ReachJson.write(question, why, out));
      case TABLE -> {
        Terminal terminal = Terminal.ofStandardOutput(System.getenv());
        StandardOutput.text(
            out -> {
              if (matrix) {
                ReachMatrix.write(question, out, terminal);
              } else if (why) {
                ReachReasons.write(question, out, terminal, rows);
              } else {
                ReachTable.write(question, out, terminal, rows);
              }
            });
      }
      case DOT -> StandardOutput.text(out -> ReachPicture.writeDot(question, focus(question), out));
      case SVG -> StandardOutput.text(out -> ReachPicture.writeSvg(question, focus(question), out));
    }
  }

  private BitSet focus(ReachQuestion question) {
    if (of != null) {
      return ReachEnds.of(of, question.reach(), question.tenancy()).ends();
    }
    BitSet focus = (BitSet) (from == null && to != null ? question.to() : question.from()).clone();
    if (from == null && to == null) {
      focus.clear(question.reach().workloads().size(), question.reach().count());
    }
    return focus;
  }

  private void writeChanges(ReachQuestion after, String other) {
    if (output != ReachFormat.TABLE && output != ReachFormat.JSON) {
      throw new UsageException("reach --diff writes table or json.");
    }
    SourceArguments earlier = arguments.forSource(other);
    ReachQuestion question =
        question(Inquiry.settle(earlier, specification.commandLine()), other, null, null);
    ReachChanges changes =
        ReachChanges.between(
            new ReachChanges.Snapshot(question.reach(), question.tenancy()),
            new ReachChanges.Snapshot(after.reach(), after.tenancy()));
    if (output == ReachFormat.JSON) {
      StandardOutput.bytes(out -> ReachDifferenceJson.write(changes, after, other, out));
    } else {
      Terminal terminal = Terminal.ofStandardOutput(System.getenv());
      StandardOutput.text(out -> ReachChangesTable.write(changes, after, out, terminal, rows));
    }
  }
}
