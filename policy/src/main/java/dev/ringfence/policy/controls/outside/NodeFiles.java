package dev.ringfence.policy.controls.outside;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of nodes of their own, for purpose-built systems. The taint is the kubelet's to
 * register; the label is not, because NodeRestriction keeps kubelets from writing it: it is set by
 * whoever manages fences, and the file of commands says how.
 */
public final class NodeFiles {

  private NodeFiles() {}

  /** The files of all pools, by name: the nodes of one tenant, or those of a class's sandbox. */
  public static List<ControlFile> of(FencePlan plan) {
    Map<String, NodePoolSettings> pools = new TreeMap<>();
    for (Fence fence : plan.inCluster()) {
      if (Promise.hasOwnNodes(fence.pattern())) {
        pools.put(
            fence.tenant(),
            settings(
                plan,
                fence,
                fence.tenant(),
                Words.TENANT_NODE_LABEL,
                Words.TENANT_TAINT,
                fence.tenant()));
      } else if (Promise.isSandboxed(fence.pattern())) {
        String name = "pool-" + fence.pool();
        pools.put(
            name,
            settings(plan, fence, name, Words.POOL_NODE_LABEL, Words.POOL_TAINT, fence.pool()));
      }
    }
    List<ControlFile> files = new ArrayList<>();
    pools
        .values()
        .forEach(
            pool ->
                pool.files()
                    .forEach(
                        (name, text) ->
                            files.add(
                                new ControlFile(
                                    "nodes/settings",
                                    "files/nodes/" + pool.name() + "/" + name,
                                    text))));
    return files;
  }

  private static NodePoolSettings settings(
      FencePlan plan, Fence fence, String name, String label, String taint, String value) {
    boolean sandboxed = Promise.isSandboxed(fence.pattern());
    return new NodePoolSettings(
        name,
        label,
        taint,
        value,
        sandboxed ? SandboxRuntime.handler(fence.settings(), plan.traits()) : null,
        plan.traits().minorVersion() >= 35,
        sandboxed
            || (plan.traits().userNamespaces()
                && fence.pattern() != Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES));
  }
}
