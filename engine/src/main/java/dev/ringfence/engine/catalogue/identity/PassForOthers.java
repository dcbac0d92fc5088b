package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Fence;

/**
 * I23: gives its own pods the labels that others' selectors admit, or that its own policies do not
 * select.
 *
 * <p>Premise: {@code update} or {@code patch} of pods, of their status, which takes labels too, or
 * of anything with a pod template; {@code create} of bindings, whose labels the pod gets. What
 * follows is N1's: code in a pod of the namespace sends as a pod of one's own making there would,
 * whatever its labels. No boundary.
 */
final class PassForOthers extends GrantRow {

  PassForOthers() {
    super(Permission.LABEL_PODS, Permission.CHANGE_TEMPLATES);
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
  public void derive(Landscape landscape, StepSink steps) {
    if (landscape.network().hasPolicies()) {
      TakeDownFences.one(Fence.POD_SELECTORS, Permission.LABEL_PODS, landscape, steps);
      TakeDownFences.one(Fence.POD_SELECTORS, Permission.CHANGE_TEMPLATES, landscape, steps);
    }
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    int down = Fence.POD_SELECTORS.named(landscape.facts(), scope);
    if (down >= 0) {
      to.fact(down);
    }
  }
}
