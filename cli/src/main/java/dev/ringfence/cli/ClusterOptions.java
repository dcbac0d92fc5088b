package dev.ringfence.cli;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LooseEnds;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Where the cluster is, for commands that ask it something and take words behind SOURCE: those are
 * one list, because SOURCE is left out where {@code --context} is given.
 */
final class ClusterOptions {

  @Parameters(arity = "0..*", paramLabel = "ARGUMENT", hidden = true)
  List<String> words = new ArrayList<>();

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = {
        "Read the live cluster of this kubeconfig context instead of SOURCE.",
        "The kubeconfig is $$KUBECONFIG, or the usual file."
      })
  @Nullable String context;

  @Option(
      names = "--kubernetes-version",
      paramLabel = "MINOR",
      description = "The API server that manifests are applied to. Default: the newest known.")
  @Nullable String kubernetesVersion;

  @Option(
      names = "--strict",
      description = "Refuse documents that are no Kubernetes objects instead of skipping them.")
  boolean strict;

  /** How the source is named in answers. */
  String name() {
    return context != null ? "context " + context : words.getFirst();
  }

  /** The words behind SOURCE. */
  List<String> rest() {
    return context != null ? words : words.subList(1, words.size());
  }

  /** The same, with what grants and policies name and is not there. */
  Cluster readForAccess(CommandLine command) {
    Cluster cluster = read(command);
    LooseEnds.ofAccess(cluster).forEach(end -> command.getErr().println("ringfence: " + end));
    command.getErr().flush();
    return cluster;
  }

  /** Reads the cluster and says on standard error what is to be known of it. */
  Cluster read(CommandLine command) {
    if (context == null && words.isEmpty()) {
      throw new UsageException("Name a SOURCE (a file, a folder, an archive or -), or --context.");
    }
    SourceSpec source =
        context != null ? new SourceSpec.Context(context) : SourceSpec.of(words.getFirst());
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    try {
      progress.stage("reading " + name());
      Intake.Result read =
          Intake.read(
              List.of(source), new IntakeOptions(strict, kubernetesVersion, progress::stage));
      read.findings().forEach(finding -> command.getErr().println("ringfence: " + finding));
      command.getErr().flush();
      return read.cluster();
    } finally {
      progress.close();
    }
  }
}
