package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import java.util.BitSet;

/**
 * I22: takes down a fence of a namespace: its NetworkPolicies (an added allow rule suffices), a
 * service mesh's policies, its quotas and limits, and by its labels Pod Security.
 *
 * <p>Premises: {@code create}, {@code update}, {@code patch} or {@code delete} of networkpolicies
 * (one by name is taken as enough); {@code update}, {@code patch} or {@code delete} of
 * resourcequotas and limitranges; {@code update} or {@code patch} of the Namespace, its status or
 * its finalize subresource. What follows stands where the fence stands: N1, A7, F1. No boundary.
 */
final class TakeDownFences extends GrantRow {

  TakeDownFences() {
    super(
        Permission.CHANGE_NETWORK_POLICIES,
        Permission.CHANGE_MESH_POLICIES,
        Permission.CHANGE_QUOTAS,
        Permission.CHANGE_NAMESPACES);
  }

  @Override
  public String id() {
    return "I22";
  }

  @Override
  public String title() {
    return "takes down a fence of its namespace";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    one(Fence.NETWORK_POLICIES, Permission.CHANGE_NETWORK_POLICIES, landscape, steps);
    if (landscape.network().mesh().guardsSomething()) {
      one(Fence.MESH_POLICIES, Permission.CHANGE_MESH_POLICIES, landscape, steps);
    }
    one(Fence.QUOTA, Permission.CHANGE_QUOTAS, landscape, steps);
    one(Fence.POD_SECURITY, Permission.CHANGE_NAMESPACES, landscape, steps);
    Facts facts = landscape.facts();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int down = Fence.QUOTA.named(facts, namespace);
      if (down < 0) {
        continue;
      }
      for (Resource resource : Resource.values()) {
        // Services take a right of their own, which F1 asks for.
        boolean services = resource == Resource.NODE_PORTS || resource == Resource.LOAD_BALANCERS;
        if (resource.boundable() && !services) {
          steps
              .to(facts.fact(FactKind.CRAFTS_UNBOUNDED, resource.ordinal()))
              .from(facts.codeAnywhere(facts.crafted(namespace)))
              .from(down)
              .add();
        }
      }
    }
  }

  /** A right everywhere is one fact, from which each namespace's follows. */
  static void one(Fence fence, Permission permission, Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    BitSet namespaces = new BitSet();
    boolean[] everywhere = {false};
    landscape
        .access()
        .forEachRight(
            permission,
            (identity, scope, name) -> {
              steps
                  .to(fence.down(facts, scope))
                  .from(facts.holds(identity))
                  .from(facts.apiPlace())
                  .add();
              if (scope == Access.EVERYWHERE) {
                everywhere[0] = true;
              } else {
                namespaces.set(scope);
              }
            });
    if (everywhere[0]) {
      int all = fence.down(facts, Access.EVERYWHERE);
      for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
        steps.to(fence.down(facts, namespace)).from(all).add();
      }
    }
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    for (Fence fence : Fence.values()) {
      int down = fence.named(landscape.facts(), scope);
      if (down >= 0) {
        to.fact(down);
      }
    }
  }
}
