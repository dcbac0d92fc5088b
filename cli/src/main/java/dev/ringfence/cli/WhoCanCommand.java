package dev.ringfence.cli;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.report.json.AccessJson;
import dev.ringfence.report.table.AccessText;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence who-can}: everybody who may make a request, each with its bindings. */
@Command(
    name = "who-can",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis =
        "ringfence who-can SOURCE [-n NAMESPACE | --all-namespaces]"
            + " VERB RESOURCE[.GROUP][/SUBRESOURCE] [NAME]",
    description = {
      "Every user, group and service account that a binding allows the request, with the binding.",
      "Members of system:masters may do everything and are in no binding."
    })
final class WhoCanCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace of the request. Default: default")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Ask for all namespaces at once.")
  private boolean everywhere;

  @Mixin private TableOrJson output = new TableOrJson();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  WhoCanCommand() {}

  @Override
  public Integer call() {
    boolean json = output.isJson("who-can");
    CommandLine command = specification.commandLine();
    Cluster read = cluster.readForAccess(command);
    Request request =
        RequestWords.of(cluster.rest(), namespace, everywhere, read, command.getErr());
    List<Grant> grants = Access.of(read).whoCan(request);
    if (json) {
      StandardOutput.bytes(out -> AccessJson.writeWhoCan(out, cluster.name(), request, grants));
    } else {
      StandardOutput.text(out -> AccessText.writeWhoCan(out, AccessJson.bySubject(grants)));
    }
    return ExitCode.FINE;
  }
}
