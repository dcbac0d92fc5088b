package dev.ringfence.intake;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to read.
 *
 * @param strict whether documents that are no Kubernetes objects are refused
 * @param kubernetesVersion which version's API server manifests are applied to, for example {@code
 *     1.36}; null for the newest known, or for a dump what it says of itself
 * @param progress told in words what is being read, now and then; for a person who waits
 */
public record IntakeOptions(
    boolean strict, @Nullable String kubernetesVersion, Consumer<String> progress) {

  public static final IntakeOptions DEFAULT = new IntakeOptions(false, null, message -> {});
}
