package dev.ringfence.intake;

import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How to read.
 *
 * @param strict whether documents that are no Kubernetes objects are refused
 * @param kubernetesVersion which version's API server manifests are applied to, for example {@code
 *     1.36}; null for the newest known, or for a dump what it says of itself
 * @param progress told in words what is being read, now and then; for a person who waits
 * @param contents told of each object that was read: kind, group and name, and a 64-bit hash of
 *     what was read of it apart from its status; so that two readings can be compared
 */
public record IntakeOptions(
    boolean strict,
    @Nullable String kubernetesVersion,
    Consumer<String> progress,
    ObjLongConsumer<String> contents) {

  public static final IntakeOptions DEFAULT = new IntakeOptions(false, null, message -> {});

  /** For who does not compare readings. */
  public IntakeOptions(
      boolean strict, @Nullable String kubernetesVersion, Consumer<String> progress) {
    this(strict, kubernetesVersion, progress, (object, content) -> {});
  }
}
