package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether sandboxed pods get to nodes that have the sandbox. A RuntimeClass that the fence makes
 * brings its pool along; with somebody else's, which is left as it is, pods go where it sends them:
 * anywhere, where it has no scheduling, and there they would never start.
 */
final class SandboxNodes {

  private final ClusterTraits traits;
  private final String tenant;
  private final Pattern pattern;

  SandboxNodes(ClusterTraits traits, String tenant, Pattern pattern) {
    this.traits = traits;
    this.tenant = tenant;
    this.pattern = pattern;
  }

  List<String> missing(@Nullable IsolationClassDocument settings) {
    String name = SandboxRuntime.className(pattern, settings, traits);
    Policies.RuntimeClass found = name == null ? null : traits.runtimeClass(name);
    String handler = SandboxRuntime.handler(settings, traits);
    boolean own = Promise.hasOwnNodes(pattern);
    boolean isElsewheres =
        found != null
            && !ClusterTraits.isOfAFence(found.meta())
            && (settings == null || settings.runtimeHandler() == null);
    if (handler == null || (!own && !isElsewheres)) {
      return List.of();
    }
    List<Node> candidates = new ArrayList<>();
    for (Node node : traits.nodes()) {
      if (own
          ? tenant.equals(node.labels().get(Gaps.TENANT_LABEL))
          : found != null && isOpenTo(node, found)) {
        candidates.add(node);
      }
    }
    List<String> missing = new ArrayList<>();
    if (found != null && isElsewheres && !found.nodeSelector().isEmpty()) {
      boolean hadSome = !candidates.isEmpty();
      candidates.removeIf(node -> !isSelected(node, found));
      if (hadSome && candidates.isEmpty()) {
        missing.add(
            "the RuntimeClass "
                + name
                + " selects nodes by "
                + new TreeMap<>(found.nodeSelector())
                + ", and no node"
                + (own ? " of the tenant's own" : "")
                + " has these labels: its pods would stay pending");
      }
    }
    List<String> without = new ArrayList<>();
    for (Node node : candidates) {
      if (node.runtimeHandlers().stream().noneMatch(one -> one.name().equals(handler))) {
        without.add(node.name());
      }
    }
    if (!without.isEmpty()) {
      missing.add(
          (own ? "" : "the RuntimeClass " + name + selection(found) + ": ")
              + Gaps.shortened(without)
              + (without.size() == 1 ? " does" : " do")
              + " not say that the handler "
              + handler
              + " is there: pods that are placed there would not start"
              + (own ? "" : "; give it a nodeSelector, or its nodes the handler"));
    }
    return missing;
  }

  private static String selection(Policies.@Nullable RuntimeClass found) {
    boolean everywhere = found == null || found.nodeSelector().isEmpty();
    return everywhere ? " has no scheduling" : " selects nodes without it too";
  }

  /** Whether no taint keeps pods of the RuntimeClass away; tolerations are taken by their key. */
  private static boolean isOpenTo(Node node, Policies.RuntimeClass found) {
    return node.taints().stream()
        .filter(taint -> taint.effect().startsWith("No"))
        .allMatch(
            taint ->
                found.tolerations().stream()
                    .anyMatch(one -> one.key().isEmpty() || one.key().equals(taint.key())));
  }

  private static boolean isSelected(Node node, Policies.RuntimeClass found) {
    return found.nodeSelector().entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(node.labels().get(entry.getKey())));
  }
}
