package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.traits.ClusterTraits;
import org.jspecify.annotations.Nullable;

/**
 * Which RuntimeClass a class's sandbox is: the one that it names, else one that somebody made, else
 * one to be made of a handler that nodes offer. What is not known as a sandbox is chosen by name
 * only.
 */
public final class SandboxRuntime {

  /** The prefix of those that Ringfence makes unasked. */
  private static final String MADE = "ringfence-";

  /**
   * The end of their names for nodes of a tenant's own: those for a pool bring the pool's selector
   * and toleration along, so one of them cannot be both.
   */
  private static final String OWN_NODES = "-own";

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
    String offered =
        traits.runtimeHandlers().stream().filter(ClusterTraits::isSandbox).findFirst().orElse(null);
    if (offered != null) {
      return offered;
    }
    return traits.runtimeClasses().stream()
        .map(Policies.RuntimeClass::handler)
        .filter(ClusterTraits::isSandbox)
        .findFirst()
        .orElse(null);
  }

  /**
   * The name of a class's RuntimeClass, or null where there is none to be had.
   *
   * @param settings null where there is no class: then the pattern's own choice
   */
  public static @Nullable String className(
      Pattern pattern, @Nullable IsolationClassDocument settings, ClusterTraits traits) {
    String name = settings == null ? null : settings.runtimeClassName();
    if (settings != null && name != null) {
      return settings.runtimeHandler() != null || traits.runtimeClass(name) != null ? name : null;
    }
    Policies.RuntimeClass known = known(settings, traits);
    if (known != null) {
      return known.meta().name();
    }
    String handler = handler(settings, traits);
    return handler == null ? null : made(pattern, handler);
  }

  /** The name of one that is made unasked. */
  public static String made(Pattern pattern, String handler) {
    return MADE + handler + (Promise.hasOwnNodes(pattern) ? OWN_NODES : "");
  }

  /**
   * Whether the fence makes it: somebody else's is left as it is. One that an earlier fence made
   * stays this one's, or it would be pruned while pods are told to use it.
   */
  public static boolean isMade(IsolationClassDocument settings, String name, ClusterTraits traits) {
    Policies.RuntimeClass there = traits.runtimeClass(name);
    return settings.runtimeHandler() != null
        || name.startsWith(MADE)
        || (there != null && ClusterTraits.isOfAFence(there.meta()));
  }

  /** The one that is named and there; without a name, the first sandbox that is no fence's. */
  private static Policies.@Nullable RuntimeClass known(
      @Nullable IsolationClassDocument settings, ClusterTraits traits) {
    String name = settings == null ? null : settings.runtimeClassName();
    if (name != null) {
      return traits.runtimeClass(name);
    }
    boolean handlerIsSaid = settings != null && settings.runtimeHandler() != null;
    if (!handlerIsSaid) {
      for (Policies.RuntimeClass candidate : traits.runtimeClasses()) {
        if (ClusterTraits.isSandbox(candidate.handler())
            && !ClusterTraits.isOfAFence(candidate.meta())) {
          return candidate;
        }
      }
    }
    return null;
  }
}
