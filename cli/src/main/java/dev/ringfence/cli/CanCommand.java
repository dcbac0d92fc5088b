package dev.ringfence.cli;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Decision;
import dev.ringfence.engine.access.NodeAuthorizer;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.report.json.AccessJson;
import dev.ringfence.report.json.ReviewsJson;
import dev.ringfence.report.table.AccessText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence can}: whether somebody may make a request, and by which binding. */
@Command(
    name = "can",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "ringfence can SOURCE --as USER [--as-group GROUP]... [-n NAMESPACE | --all-namespaces]"
          + " VERB RESOURCE[.GROUP][/SUBRESOURCE] [NAME]",
      "ringfence can SOURCE --reviews FILE"
    },
    description = {
      "What authorization allows, and by which binding. Asked as kubectl auth can-i is, or with a"
          + " file of SubjectAccessReviews, which come back in order with their status.",
      "Exits 1 where something is denied."
    })
final class CanCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--as", paramLabel = "USER", description = "Who makes the request.")
  private @Nullable String user;

  @Option(
      names = "--as-group",
      paramLabel = "GROUP",
      description = "A group of that user, beside those that every user has. Repeatable.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace of the request. Default: default")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Ask for all namespaces at once.")
  private boolean everywhere;

  @Option(
      names = "--reviews",
      paramLabel = "FILE",
      description = "SubjectAccessReviews: a List, a JSON list or several documents; or -.")
  private @Nullable String reviews;

  @Mixin private TableOrJson output = new TableOrJson();

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  CanCommand() {}

  @Override
  public Integer call() {
    boolean json = output.isJson("can");
    String file = reviews;
    if (file != null) {
      return review(file, json);
    }
    String as = user;
    if (as == null) {
      throw new UsageException("Say who asks with --as USER, or give --reviews FILE.");
    }
    CommandLine command = specification.commandLine();
    Cluster read = cluster.readForAccess(command);
    Request request =
        RequestWords.of(cluster.rest(), namespace, everywhere, read, command.getErr());
    Requester requester = Requester.user(as, groups);
    Decision decision =
        Decision.of(Access.of(read), NodeAuthorizer.of(read), requester, request, Map.of());
    warnOfNode(requester, request, command);
    if (json) {
      StandardOutput.bytes(
          out -> AccessJson.write(out, cluster.name(), requester, request, decision));
    } else {
      StandardOutput.text(out -> AccessText.write(out, decision));
    }
    return decision.allowed() ? ExitCode.FINE : ExitCode.FOUND;
  }

  /** Some of what the Node authorizer looks at is in no source. */
  private static void warnOfNode(Requester requester, Request request, CommandLine command) {
    if (!NodeAuthorizer.nodeOf(requester).isEmpty() && NodeAuthorizer.isBlindTo(request)) {
      command
          .getErr()
          .println(
              "ringfence: which "
                  + request.resource()
                  + " belong to "
                  + requester.user()
                  + " is not read: the API server may allow more.");
      command.getErr().flush();
    }
  }

  private int review(String file, boolean json) {
    if (user != null || !groups.isEmpty() || namespace != null || everywhere) {
      throw new UsageException("--reviews says itself who asks for what; leave the rest out.");
    }
    if (cluster.context == null ? cluster.words.size() > 1 : !cluster.words.isEmpty()) {
      throw new UsageException("--reviews takes no request behind SOURCE.");
    }
    CommandLine command = specification.commandLine();
    List<Review> asked = Review.read(file, command.getErr());
    Cluster read = cluster.readForAccess(command);
    Access access = Access.of(read);
    NodeAuthorizer nodes = NodeAuthorizer.of(read);
    List<Decision> decisions = new ArrayList<>(asked.size());
    boolean all = true;
    for (Review review : asked) {
      Decision decision =
          Decision.of(access, nodes, review.requester(), review.request(), review.fields());
      warnOfNode(review.requester(), review.request(), command);
      decisions.add(decision);
      all &= decision.allowed();
    }
    if (json) {
      StandardOutput.bytes(
          out -> ReviewsJson.write(out, asked.stream().map(Review::document).toList(), decisions));
    } else {
      List<String> words =
          asked.stream()
              .map(review -> review.requester().user() + ": " + review.request())
              .toList();
      StandardOutput.text(out -> AccessText.writeAll(out, words, decisions));
    }
    return all ? ExitCode.FINE : ExitCode.FOUND;
  }
}
