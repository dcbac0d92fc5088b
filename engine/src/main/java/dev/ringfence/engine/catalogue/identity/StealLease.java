package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.Capability;

/**
 * A10: who holds the Lease by which a control-plane component elects its leader stops it.
 *
 * <p>Premise: {@code update} or {@code patch} on leases in kube-system, all or one of a controller.
 * No boundary.
 */
final class StealLease extends GrantRow {

  StealLease() {
    super(Permission.WRITE_LEASES);
  }

  @Override
  public String id() {
    return "A10";
  }

  @Override
  public String title() {
    return "takes the leader's Lease of a control-plane component";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    int system = landscape.cluster().namespaceIndex("kube-system");
    if (scope == Access.EVERYWHERE || scope == system) {
      to.fact(landscape.facts().mayEverywhere(Capability.DISTURB));
    }
  }
}
