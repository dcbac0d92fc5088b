package dev.ringfence.cli;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.admission.ObjectReview;
import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.engine.admission.PodSecurityLevel;
import dev.ringfence.engine.admission.PodSecurityVersion;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.intake.whole.Submission;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.intake.whole.WholeObjects;
import dev.ringfence.report.json.AdmissionJson;
import dev.ringfence.report.table.AdmissionText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence admit}: what admission would say of objects. */
@Command(
    name = "admit",
    sortOptions = false,
    customSynopsis = {
      "ringfence admit SOURCE FILE...",
      "ringfence admit --level LEVEL [--version VERSION] FILE..."
    },
    description = {
      "What admission in SOURCE would say of each object in FILE (a folder or - too): Pod Security,"
          + " admission policies and policy engines; or, without SOURCE, one level of Pod"
          + " Security.",
      "Exits 1 where an object, or the pods of its template, are refused or it is undecided."
    })
final class AdmitCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "privileged, baseline or restricted, instead of SOURCE.")
  private @Nullable String level;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Of the Pod Security Standards: v1.N or latest. Default: latest")
  private @Nullable String version;

  @Option(
      names = "--as",
      paramLabel = "USER",
      description = "Who creates the objects. Default: an administrator")
  private @Nullable String user;

  @Option(names = "--as-group", paramLabel = "GROUP", description = "A group of USER. Repeatable.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--ask-admission",
      description = {
        "With --context: ask the live API server itself, by a server-side dry run of each object"
            + " as the kubeconfig's user. Creates nothing; says on standard error what it sends."
      })
  private boolean askAdmission;

  @Mixin private TableOrJson output = new TableOrJson();

  // Not mixinStandardHelpOptions: its --version is the program's.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for a field
  private boolean help;

  @Spec private CommandLine.Model.CommandSpec specification;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls anything
  AdmitCommand() {}

  @Override
  public Integer call() {
    boolean json = output.isJson("admit");
    if (level != null && askAdmission) {
      throw new UsageException("--ask-admission asks a cluster; --level asks none.");
    }
    if (level == null && version != null) {
      throw new UsageException("--version belongs to --level.");
    }
    List<ObjectVerdict> verdicts = level == null ? inForce() : atLevel(level);
    String source = level == null ? cluster.name() : "pod-security " + level;
    if (json) {
      StandardOutput.bytes(out -> AdmissionJson.write(out, source, verdicts));
    } else {
      StandardOutput.text(out -> AdmissionText.write(out, verdicts));
    }
    boolean fine =
        verdicts.stream()
            .allMatch(
                verdict ->
                    verdict.allowed()
                        && verdict.podViolations().isEmpty()
                        && verdict.undecided().isEmpty());
    return fine ? ExitCode.FINE : ExitCode.FOUND;
  }

  private List<ObjectVerdict> atLevel(String named) {
    if (cluster.context != null) {
      throw new UsageException("--level and --context were both given.");
    }
    List<String> words =
        Arrays.stream(PodSecurityLevel.values()).map(PodSecurityLevel::word).toList();
    if (!words.contains(named.toLowerCase(Locale.ROOT))) {
      throw new UsageException("--level is one of " + String.join(", ", words) + ".");
    }
    PodSecurityVersion asked = PodSecurityVersion.LATEST;
    if (version != null && !version.equals("latest")) {
      asked = PodSecurityVersion.parse(version);
      if (asked.equals(PodSecurityVersion.LATEST)) {
        throw new UsageException("--version is v1.N or latest.");
      }
    }
    PodSecurityLevel of = PodSecurityLevel.parse(named.toLowerCase(Locale.ROOT));
    Cluster empty =
        new ClusterBuilder(Cluster.SourceKind.MANIFESTS, Intake.kubernetesVersions().getFirst())
            .build();
    List<WholeObject> objects = objects(cluster.words);
    Submission submission = submission(empty, objects);
    List<ObjectVerdict> verdicts = new ArrayList<>();
    for (WholeObject object : objects) {
      verdicts.add(ObjectReview.at(of, asked, submission.of(object)));
    }
    return verdicts;
  }

  private List<ObjectVerdict> inForce() {
    if (cluster.context == null && cluster.words.size() < 2) {
      throw new UsageException("Name a SOURCE and at least one FILE, or --level and FILEs.");
    }
    String context = cluster.context;
    if (askAdmission && (context == null || user != null)) {
      throw new UsageException(
          "--ask-admission needs --context and asks as that context's user, not as --as.");
    }
    List<WholeObject> objects = objects(cluster.rest());
    Cluster read = cluster.readForAccess(specification.commandLine());
    Submission submission = submission(read, objects);
    KubernetesExpressions expressions = new KubernetesExpressions();
    UntakenPolicies.of(read, expressions)
        .forEach(one -> specification.commandLine().getErr().println("ringfence: " + one));
    ObjectReview review = ObjectReview.of(read, expressions);
    List<ObjectVerdict> verdicts = new ArrayList<>();
    for (WholeObject object : objects) {
      verdicts.add(review.review(submission.of(object)));
    }
    return askAdmission ? asked(context, objects, verdicts) : verdicts;
  }

  private List<ObjectVerdict> asked(
      @Nullable String context, List<WholeObject> objects, List<ObjectVerdict> verdicts) {
    try (LiveApi api = LiveApi.open(context)) {
      AskedAdmission server = new AskedAdmission(api, specification.commandLine().getErr());
      List<ObjectVerdict> asked = new ArrayList<>();
      for (int at = 0; at < verdicts.size(); at++) {
        ObjectVerdict verdict = verdicts.get(at);
        asked.add(
            verdict.object().namespaceExists() ? server.ask(objects.get(at), verdict) : verdict);
      }
      return asked;
    }
  }

  private Submission submission(Cluster read, List<WholeObject> objects) {
    String as = user == null ? "kubernetes-admin" : user;
    List<String> of = user == null ? List.of(Requester.MASTERS) : groups;
    Requester requester = Requester.user(as, of);
    return new Submission(
        read,
        objects,
        new AdmissionRequest.User(requester.user(), requester.groups()),
        authorizer(read));
  }

  /** Access is compiled when the first policy asks. */
  private static AdmissionRequest.Authorizer authorizer(Cluster read) {
    Access[] compiled = new Access[1];
    return (user, verb, group, resource, subresource, namespace, name, path) -> {
      if (compiled[0] == null) {
        compiled[0] = Access.of(read);
      }
      Request request =
          path.isEmpty()
              ? Request.resource(verb, group, resource, subresource, namespace, name)
              : Request.path(verb, path);
      return compiled[0].allowed(new Requester(user.name(), user.groups()), request);
    };
  }

  private List<WholeObject> objects(List<String> files) {
    if (files.isEmpty()) {
      throw new UsageException("Name at least one FILE with objects.");
    }
    WholeObjects.Result read = WholeObjects.read(files);
    CommandLine command = specification.commandLine();
    read.findings().forEach(finding -> command.getErr().println("ringfence: " + finding));
    command.getErr().flush();
    return read.objects();
  }
}
