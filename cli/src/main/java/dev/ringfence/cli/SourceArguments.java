package dev.ringfence.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What to read and what is known beside it: shared by every command that reads a SOURCE. */
final class SourceArguments {

  @Nullable String source;
  @Nullable String context;
  List<Path> policies = new ArrayList<>();
  Map<String, String> assumed = new LinkedHashMap<>();
  @Nullable String tenantLabel;
  @Nullable String kubernetesVersion;
  @Nullable Integer maximumDepth;
  boolean strict;

  /** Adds them to a command. */
  void declareIn(CommandSpec command) {
    command
        .addPositional(
            Declared.argument(
                0,
                "SOURCE",
                () -> source,
                value -> source = value,
                "File or folder of manifests, a dump, an archive of those, or - for standard"
                    + " input."))
        .addOption(
            Declared.<String>value(
                    String.class, "NAME", () -> context, value -> context = value, "--context")
                .description(
                    "Read the live cluster of this kubeconfig context instead of SOURCE.",
                    "The kubeconfig is $$KUBECONFIG, or the usual file.")
                .build())
        .addOption(
            Declared.<List<Path>>value(
                    List.class, "PATH", () -> policies, value -> policies = value, "--policy")
                .auxiliaryTypes(Path.class)
                .description("Ringfence's own documents, beside those in SOURCE. Repeatable.")
                .build())
        .addOption(
            Declared.<Map<String, String>>value(
                    Map.class, "ID=VALUE", () -> assumed, value -> assumed = value, "--assume")
                .auxiliaryTypes(String.class, String.class)
                .description("State an assumption. Repeatable.")
                .build())
        .addOption(
            Declared.<String>value(
                    String.class,
                    "KEY",
                    () -> tenantLabel,
                    value -> tenantLabel = value,
                    "--tenant-label")
                .description(
                    "Propose tenants by this namespace label, where no Tenant documents are.")
                .build())
        .addOption(
            Declared.<String>value(
                    String.class,
                    "MINOR",
                    () -> kubernetesVersion,
                    value -> kubernetesVersion = value,
                    "--kubernetes-version")
                .description(
                    "The API server that manifests are applied to. Default: the newest known.")
                .build())
        .addOption(
            Declared.<Integer>value(
                    Integer.class,
                    "K",
                    () -> maximumDepth,
                    value -> maximumDepth = value,
                    "--max-depth")
                .description(
                    "Search failure sets of up to K boundaries. Default: the highest required.")
                .build())
        .addOption(
            Declared.flag(
                "--strict",
                value -> strict = value,
                "Refuse documents that are no Kubernetes objects instead of skipping them."));
  }

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
