package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.Fence;

/**
 * I23: gives its own namespaces or pods the labels that others' selectors admit.
 *
 * <p>Premise: {@code update} or {@code patch} of a Namespace, or of pods or anything with a pod
 * template. Pods of one's own making have whatever labels anyway, which N1 knows. Taken as every
 * label that a selector reads, towards the attacker. No boundary.
 */
final class PassForOthers extends GrantRow {

  PassForOthers() {
    super(Permission.CHANGE_NAMESPACES, Permission.CHANGE_PODS, Permission.CHANGE_TEMPLATES);
  }

  @Override
  public String id() {
    return "I23";
  }

  @Override
  public String title() {
    return "passes for another by labels of its own namespace or pods";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    if (!landscape.cluster().networkPolicies().isEmpty()) {
      to.fact(Fence.OTHERS_SELECTORS.down(landscape.facts(), 0));
    }
  }
}
