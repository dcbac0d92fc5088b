package dev.ringfence.policy.controls;

import dev.ringfence.policy.controls.admission.GuardPolicies;
import dev.ringfence.policy.controls.admission.PatternPolicies;
import dev.ringfence.policy.controls.cluster.ClusterObjects;
import dev.ringfence.policy.controls.outside.AuditPolicyFile;
import dev.ringfence.policy.controls.outside.FirewallFile;
import dev.ringfence.policy.controls.outside.FrontFiles;
import dev.ringfence.policy.controls.outside.NodeFiles;
import dev.ringfence.policy.controls.outside.OwnClusterFiles;
import dev.ringfence.policy.controls.outside.StorageFiles;
import dev.ringfence.policy.controls.tenant.TenantObjects;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All fences, written down.
 *
 * @param cluster objects that stand once, in the order in which they are applied
 * @param tenants each tenant's own objects, by name, in that order too
 * @param files for whoever can do what objects cannot
 */
public record Controls(
    List<ControlObject> cluster,
    Map<String, List<ControlObject>> tenants,
    List<ControlFile> files) {

  public Controls {
    cluster = List.copyOf(cluster);
    tenants = Collections.unmodifiableMap(new LinkedHashMap<>(tenants));
    files = List.copyOf(files);
  }

  /** Compiles a plan. */
  public static Controls of(FencePlan plan) {
    List<ControlObject> cluster = new ArrayList<>();
    Map<String, List<ControlObject>> tenants = new LinkedHashMap<>();
    List<ControlFile> files = new ArrayList<>();
    if (!plan.inCluster().isEmpty()) {
      cluster.addAll(ClusterObjects.of(plan));
      cluster.addAll(PatternPolicies.of(plan));
      cluster.addAll(GuardPolicies.all());
      for (Fence fence : plan.inCluster()) {
        tenants.put(fence.tenant(), TenantObjects.of(plan, fence));
      }
      files.add(AuditPolicyFile.of(plan));
      files.addAll(NodeFiles.of(plan));
      files.addAll(FirewallFile.of(plan));
      files.addAll(StorageFiles.of(plan));
      files.addAll(FrontFiles.of(plan));
    }
    files.addAll(OwnClusterFiles.of(plan));
    return new Controls(cluster, tenants, files);
  }

  /**
   * Every object in the order in which it is applied: roles, runtimes and policies, so that fences
   * stand before the first pod; then tenant by tenant, namespaces first.
   */
  public List<ControlObject> inOrder() {
    List<ControlObject> all = new ArrayList<>(cluster);
    tenants.values().forEach(all::addAll);
    return all;
  }
}
