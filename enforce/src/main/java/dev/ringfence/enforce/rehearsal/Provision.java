package dev.ringfence.enforce.rehearsal;

import static dev.ringfence.policy.document.AssumptionsDocument.PLAIN_ENFORCER;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.document.AssumptionsDocument.NodePool;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster lacks for patterns, put into the model so that they can be proved: node pools,
 * and an enforcer of NetworkPolicy that closes nothing else.
 *
 * @param pools all that are declared, and those that are provided
 * @param manifests the enforcer's, or the empty string
 * @param words what was provided, in words
 */
record Provision(List<NodePool> pools, String manifests, List<String> words) {

  private static final Origin PROVIDED = new Origin(Origin.Source.IMPLIED, "advice", 0);

  private static final String DAEMON_SET =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: %1$s, namespace: kube-system}
      spec:
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec:
            automountServiceAccountToken: false
            hostNetwork: true
            tolerations: [{operator: Exists}]
            containers: [{name: agent, image: registry.k8s.io/networking/%1$s}]
      """
          .formatted(PLAIN_ENFORCER);

  Provision {
    pools = List.copyOf(pools);
    words = List.copyOf(words);
  }

  /**
   * Provides for tenants.
   *
   * @param declared the pools that documents declare
   * @param hasNodes whether nodes were read or declared
   * @param classes by the names of the tenants that stay in this cluster
   */
  static Provision of(
      List<NodePool> declared,
      boolean hasNodes,
      ClusterTraits traits,
      SortedMap<String, IsolationClassDocument> classes) {
    boolean enforces = traits.enforcesNetworkPolicy();
    List<String> words = new ArrayList<>();
    List<NodePool> pools = new ArrayList<>();
    declared.forEach(pool -> pools.add(enforces ? pool : pool.withEnforcer(PLAIN_ENFORCER)));
    if (!hasNodes) {
      pools.add(pool("general", Map.of("pool", "general"), List.of(), null));
      words.add("a pool of nodes for everybody, because the source has none");
    }
    classes.forEach((tenant, settings) -> nodes(tenant, settings, traits, pools, words));
    if (!enforces) {
      words.add("a CNI that enforces NetworkPolicy and nothing else");
    }
    return new Provision(pools, enforces ? "" : DAEMON_SET, words);
  }

  private static void nodes(
      String tenant,
      IsolationClassDocument settings,
      ClusterTraits traits,
      List<NodePool> pools,
      List<String> words) {
    boolean own = Promise.hasOwnNodes(settings.pattern());
    boolean sandboxed = Promise.isSandboxed(settings.pattern());
    if (!own && !sandboxed) {
      return;
    }
    String label = own ? Words.TENANT_NODE_LABEL : Words.POOL_NODE_LABEL;
    String taint = own ? Words.TENANT_TAINT : Words.POOL_TAINT;
    String value = own ? tenant : settings.pool();
    boolean there =
        traits.nodes().stream().anyMatch(node -> value.equals(node.labels().get(label)))
            || pools.stream().anyMatch(pool -> value.equals(pool.labels().get(label)));
    if (!there) {
      String handler = sandboxed ? handler(settings, traits) : null;
      pools.add(
          pool(
              "ringfence-" + value,
              Map.of(label, value),
              List.of(new Node.Taint(taint, value, "NoSchedule")),
              handler));
      words.add(
          "nodes labelled "
              + label
              + "="
              + value
              + (handler == null ? "" : " with the runtime handler " + handler));
    }
  }

  /** The one that the fence's RuntimeClass will name; gVisor's where the cluster offers none. */
  private static String handler(IsolationClassDocument settings, ClusterTraits traits) {
    String handler = SandboxRuntime.handler(settings, traits);
    return handler == null ? "runsc" : handler;
  }

  private static NodePool pool(
      String name, Map<String, String> labels, List<Node.Taint> taints, @Nullable String handler) {
    List<Node.RuntimeHandler> handlers = new ArrayList<>();
    for (String each : handler == null ? List.of("", "runc") : List.of("", "runc", handler)) {
      handlers.add(new Node.RuntimeHandler(each, false, false));
    }
    return new NodePool(
        name, labels, taints, handlers, null, "linux", null, PROVIDED, DocumentPosition.UNKNOWN);
  }
}
