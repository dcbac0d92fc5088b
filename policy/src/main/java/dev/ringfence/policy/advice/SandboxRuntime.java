package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.traits.ClusterTraits;
import org.jspecify.annotations.Nullable;

/**
 * Which RuntimeClass a class's sandbox is: the one that it names, else one that is there, else one
 * to be made of a handler that nodes offer. What is not known as a sandbox is chosen by name only.
 */
public final class SandboxRuntime {

  /** The prefix of those that Ringfence makes unasked. */
  private static final String MADE = "ringfence-";

  private SandboxRuntime() {}

  /** The handler of a class's RuntimeClass, or null where it is not known. */
  public static @Nullable String handler(
      @Nullable IsolationClassDocument settings, ClusterTraits traits) {
    if (settings != null && settings.runtimeHandler() != null) {
      return settings.runtimeHandler();
    }
    Policies.RuntimeClass known = known(settings, traits);
    if (known != null) {
      return known.handler();
    }
    return traits.runtimeHandlers().stream()
        .filter(ClusterTraits::isSandbox)
        .findFirst()
        .orElse(null);
  }

  /** The name of a class's RuntimeClass, or null where there is none to be had. */
  public static @Nullable String className(
      @Nullable IsolationClassDocument settings, ClusterTraits traits) {
    String name = settings == null ? null : settings.runtimeClassName();
    if (settings != null && name != null) {
      return settings.runtimeHandler() != null || traits.runtimeClass(name) != null ? name : null;
    }
    Policies.RuntimeClass known = known(settings, traits);
    if (known != null) {
      return known.meta().name();
    }
    String handler = handler(settings, traits);
    return handler == null ? null : MADE + handler;
  }

  /** Whether the fence makes it: somebody else's is left as it is. */
  public static boolean isMade(IsolationClassDocument settings, String name) {
    return settings.runtimeHandler() != null || name.startsWith(MADE);
  }

  /** The one that is named and there; without a name, the first that is a sandbox. */
  private static Policies.@Nullable RuntimeClass known(
      @Nullable IsolationClassDocument settings, ClusterTraits traits) {
    String name = settings == null ? null : settings.runtimeClassName();
    if (name != null) {
      return traits.runtimeClass(name);
    }
    boolean handlerIsSaid = settings != null && settings.runtimeHandler() != null;
    if (!handlerIsSaid) {
      for (Policies.RuntimeClass candidate : traits.runtimeClasses()) {
        if (ClusterTraits.isSandbox(candidate.handler())) {
          return candidate;
        }
      }
    }
    return null;
  }
}
