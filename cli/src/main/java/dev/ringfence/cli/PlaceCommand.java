package dev.ringfence.cli;

import dev.ringfence.cel.DeviceExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.report.json.PlacementJson;
import dev.ringfence.report.place.PlacementText;
import dev.ringfence.report.place.Places;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence place}: where pods would be put now, and where they could ever be. */
@Command(
    name = "place",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The nodes on which each pod would be put now, other pods as they are, and those on which it"
          + " could be at some time; and why not on the others.",
      "Exits 0 whatever it finds."
    })
final class PlaceCommand implements Callable<Integer>, SourceCommand {

  private final SourceArguments arguments = new SourceArguments();

  private @Nullable String pod;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Only pods of this namespace.")
  private @Nullable String namespace;

  @Mixin private TableOrJson output = new TableOrJson();

  @Spec private CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  PlaceCommand() {}

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
            "POD",
            () -> pod,
            value -> pod = value,
            "Only this pod: NAME or NAMESPACE/NAME. Default: all of them."));
  }

  @Override
  public Integer call() {
    boolean json = output.isJson("place");
    if (arguments.context != null && pod == null) {
      // With a live cluster the first word is the pod.
      pod = arguments.source;
      arguments.source = null;
    }
    arguments.check();
    Places places = places(specification.commandLine().getErr());
    String wanted = pod;
    if (wanted != null && places.count() == 0) {
      throw new UsageException(
          "There is no pod "
              + wanted
              + (namespace == null ? "" : " in namespace " + namespace)
              + "; a workload's pods are named NAME-* where the source has none of them.");
    }
    if (json) {
      StandardOutput.bytes(out -> PlacementJson.write(places, out));
    } else {
      StandardOutput.text(out -> PlacementText.write(places, out));
    }
    return ExitCode.FINE;
  }

  private Places places(PrintWriter error) {
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    try {
      progress.stage("reading " + arguments.name());
      Intake.Result read = Reading.of(arguments, progress);
      read.findings().forEach(finding -> error.println("ringfence: " + finding));
      error.flush();
      progress.stage("placing");
      Cluster cluster =
          PolicySet.of(
                  read.documents(),
                  new PolicyOptions(
                      LocalDate.now(ZoneId.systemDefault()),
                      arguments.tenantLabel,
                      arguments.assumed))
              .resolve(read.cluster())
              .cluster();
      return new Places(
          arguments.name(),
          cluster,
          remarks(cluster),
          new DeviceExpressions(),
          row -> isWanted(cluster, row));
    } finally {
      progress.close();
    }
  }

  private boolean isWanted(Cluster cluster, int row) {
    String of = cluster.namespaces().get(cluster.pods().namespace(row)).name();
    String name = cluster.pods().name(row);
    return (namespace == null || namespace.equals(of))
        && (pod == null || pod.equals(name) || pod.equals(of + "/" + name));
  }

  private static List<String> remarks(Cluster cluster) {
    List<String> remarks = new ArrayList<>();
    if (cluster.nodes().stream().allMatch(node -> node.assumed())) {
      remarks.add(
          "No node was read: nothing would be placed now, and possible nodes are those of declared"
              + " pools, or one that every pod fits.");
    }
    cluster
        .unreadable()
        .forEach(kind -> remarks.add(kind.kind() + " could not be read: " + kind.reason()));
    remarks.add("Not looked at: pods that are being deleted, and resizes in progress.");
    return remarks;
  }
}
