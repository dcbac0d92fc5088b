package dev.ringfence.intake;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One source, as the user names it. */
public sealed interface SourceSpec {

  /** A file or folder of manifests, a dump, or an archive of those. */
  record Files(Path path) implements SourceSpec {}

  /**
   * Manifests that nobody has written to a file.
   *
   * @param name how findings call it
   */
  record Text(String name, String content) implements SourceSpec {}

  /** Standard input: one file of manifests, a dump, or an archive. */
  record StandardInput() implements SourceSpec {}

  /**
   * The live API.
   *
   * @param context the kubeconfig's context, or null for its current one, or inside a pod for the
   *     pod's own account
   */
  record Context(@Nullable String context) implements SourceSpec {}

  /**
   * {@code -} is standard input, anything else a path.
   *
   * @throws InputException where it is empty, as a variable that nobody set: that is no folder
   */
  static SourceSpec of(String argument) {
    if (argument.isEmpty()) {
      throw new InputException(
          new Place("SOURCE", -1, ""),
          "is empty",
          "Name a file or a folder (\".\" is the one you are in)");
    }
    return argument.equals("-") ? new StandardInput() : new Files(Path.of(argument));
  }
}
