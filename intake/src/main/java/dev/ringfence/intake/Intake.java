package dev.ringfence.intake;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.assembly.ClusterAssembly;
import dev.ringfence.intake.assembly.FreshServer;
import dev.ringfence.intake.document.Handover;
import dev.ringfence.intake.live.LiveSource;
import dev.ringfence.intake.source.FileSource;
import java.util.List;
import java.util.function.Consumer;

/** Reads sources. */
public final class Intake {

  /**
   * What was read.
   *
   * @param cluster all objects, defaulted
   * @param documents Ringfence's own documents, not yet checked
   * @param findings what the user should know about the sources
   */
  public record Result(Cluster cluster, List<PolicyDocument> documents, List<Finding> findings) {
    public Result {
      documents = List.copyOf(documents);
      findings = List.copyOf(findings);
    }
  }

  private Intake() {}

  /**
   * Reads all sources as one cluster.
   *
   * @throws InputException where they cannot be read as they are
   * @throws UnreachableException where nothing can be read of a live cluster
   */
  public static Result read(List<SourceSpec> sources, IntakeOptions options) {
    FreshServer server = new FreshServer(version(options));
    String stated = options.kubernetesVersion() == null ? null : server.version();
    ClusterAssembly assembly = new ClusterAssembly(options.strict(), options.contents());
    for (SourceSpec source : sources) {
      // No pattern switch: the class that the JDK makes for it costs every start 10 ms.
      if (source instanceof SourceSpec.Context context) {
        assembly.readsLive();
        stated = LiveSource.read(context.context(), assembly, options.progress());
      } else if (source instanceof SourceSpec.Files path) {
        files(assembly, options, server, files -> files.read(path.path()));
      } else if (source instanceof SourceSpec.Text text) {
        files(assembly, options, server, files -> files.readText(text.name(), text.content()));
      } else {
        files(assembly, options, server, FileSource::readStandardInput);
      }
    }
    if (assembly.isEmpty()) {
      throw new InputException(
          null,
          "The sources hold no Kubernetes object" + skipped(assembly.findings()),
          "Give a file, a folder or an archive of manifests or of a dump, in YAML or JSON");
    }
    PolicyParameters.read(sources, assembly);
    Cluster cluster = assembly.finish(server, stated);
    return new Result(cluster, assembly.documents(), assembly.findings());
  }

  /** Why what there is counts for nothing, by its first document. */
  private static String skipped(List<Finding> findings) {
    if (findings.isEmpty()) {
      return "";
    }
    int more = findings.size() - 1;
    return " (" + findings.getFirst() + (more == 0 ? "" : ", and " + more + " more") + ")";
  }

  private static void files(
      ClusterAssembly assembly,
      IntakeOptions options,
      FreshServer server,
      Consumer<FileSource> reading) {
    Handover.between(
        handover ->
            reading.accept(
                new FileSource(
                    handover,
                    finding -> handover.inOrder(to -> assembly.report(finding)),
                    options.progress())),
        assembly,
        () -> server.prepare(assembly));
  }

  /** The versions whose fresh API server is known, newest first. */
  public static List<String> kubernetesVersions() {
    return FreshServer.VERSIONS;
  }

  private static String version(IntakeOptions options) {
    String wanted = options.kubernetesVersion();
    if (wanted == null) {
      return FreshServer.VERSIONS.getFirst();
    }
    String version = wanted.startsWith("v") ? wanted.substring(1) : wanted;
    int patch = version.indexOf('.', version.indexOf('.') + 1);
    String minor = patch < 0 ? version : version.substring(0, patch);
    if (!FreshServer.VERSIONS.contains(minor)) {
      throw new InputException(
          null,
          "Kubernetes " + wanted + " is not known",
          "Give one of " + String.join(", ", FreshServer.VERSIONS));
    }
    return minor;
  }
}
