package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import java.util.List;

/**
 * A3: whoever writes policies, their bindings, webhook configurations, or a policy engine's own
 * objects and exceptions, has pods let through that were refused.
 *
 * <p>Premise: writing any such object; one in a single namespace counts as well, since exceptions
 * may be taken from any, and every engine is taken to be down then, towards the attacker. Pod
 * Security itself stands in labels: I22. No boundary.
 */
final class WeakenAdmission extends GrantRow {

  WeakenAdmission() {
    super(Permission.WEAKEN_CLUSTER_POLICIES, Permission.WEAKEN_POLICIES);
  }

  @Override
  public String id() {
    return "A3";
  }

  @Override
  public String title() {
    return "weakens admission policies";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    Facts facts = landscape.facts();
    if (!landscape.cluster().admissionBindings().isEmpty()) {
      to.fact(Fence.ADMISSION_ENGINE.down(facts, Fence.POLICIES_OF_THE_SERVER));
    }
    List<String> engines = landscape.admission().otherEngines();
    for (int engine = 0; engine < engines.size(); engine++) {
      to.fact(Fence.ADMISSION_ENGINE.down(facts, engine));
    }
  }
}
