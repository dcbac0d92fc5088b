package dev.ringfence.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to read and what is known beside it: shared by every command that reads a SOURCE. */
final class SourceArguments {

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = {
        "File or folder of manifests, a dump, an archive of those, or - for standard input."
      })
  @Nullable String source;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = {
        "Read the live cluster of this kubeconfig context instead of SOURCE.",
        "The kubeconfig is $$KUBECONFIG, or the usual file."
      })
  @Nullable String context;

  @Option(
      names = "--policy",
      paramLabel = "PATH",
      description = "Ringfence's own documents, beside those in SOURCE. Repeatable.")
  List<Path> policies = new ArrayList<>();

  @Option(
      names = "--assume",
      paramLabel = "ID=VALUE",
      description = "State an assumption. Repeatable.")
  Map<String, String> assumed = new LinkedHashMap<>();

  @Option(
      names = "--tenant-label",
      paramLabel = "KEY",
      description = "Propose tenants by this namespace label, where no Tenant documents are.")
  @Nullable String tenantLabel;

  @Option(
      names = "--kubernetes-version",
      paramLabel = "MINOR",
      description = "The API server that manifests are applied to. Default: the newest known.")
  @Nullable String kubernetesVersion;

  @Option(
      names = "--max-depth",
      paramLabel = "K",
      description = "Search failure sets of up to K boundaries. Default: the highest required.")
  @Nullable Integer maximumDepth;

  @Option(
      names = "--strict",
      description = "Refuse documents that are no Kubernetes objects instead of skipping them.")
  boolean strict;

  /** How the source is named in answers. */
  String name() {
    return context != null ? "context " + context : String.valueOf(source);
  }

  /** The same arguments for another source. */
  SourceArguments forSource(String otherSource) {
    SourceArguments other = new SourceArguments();
    other.source = otherSource;
    other.policies = policies;
    other.assumed = assumed;
    other.tenantLabel = tenantLabel;
    other.kubernetesVersion = kubernetesVersion;
    other.maximumDepth = maximumDepth;
    other.strict = strict;
    return other;
  }

  void check() {
    if (source == null && context == null) {
      throw new UsageException("Name a SOURCE (a file, a folder, an archive or -), or --context.");
    }
    if (source != null && context != null) {
      throw new UsageException("SOURCE and --context were both given; leave one of them out.");
    }
    if (maximumDepth != null && (maximumDepth < 0 || maximumDepth > 6)) {
      throw new UsageException("--max-depth must be from 0 to 6.");
    }
  }
}
