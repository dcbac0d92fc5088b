package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * I24: who deletes, evicts, scales or redirects what is a victim's disturbs it.
 *
 * <p>Premise: one such right in the namespace (the deletion of anything there, custom resources
 * too; {@code pods/resize}, and suspending a Job, stop or starve pods without any), over nodes, or
 * over what has no namespace. {@code pods/status} redirects a Service's traffic as well, for its
 * endpoints take the addresses that stand there. Where victims are moved to is E15. No boundary.
 */
final class Disturb extends GrantRow {

  Disturb() {
    super(Permission.DISTURB_CLUSTER, Permission.DELETE_NAMESPACES, Permission.WRITE_POD_STATUS);
  }

  @Override
  public String id() {
    return "I24";
  }

  @Override
  public String title() {
    return "deletes, evicts, scales or redirects what others run";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    super.derive(landscape, steps);
    Facts facts = landscape.facts();
    int everywhere = facts.mayEverywhere(Capability.DISTURB);
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int disturb = facts.fact(FactKind.DISTURB, namespace);
      steps.to(disturb).from(facts.may(Capability.DISTURB, namespace)).add();
      steps.to(disturb).from(everywhere).add();
    }
    for (NamedScope scope : NamedRights.of(landscape, Capability.DISTURB)) {
      steps
          .to(facts.fact(FactKind.DISTURB, scope.namespace()))
          .from(facts.mayNamed(Capability.DISTURB, scope.namespace(), scope.name()))
          .add();
    }
    landscape
        .access()
        .forEachRight(
            Permission.WRITE_POD_STATUS,
            (identity, scope, name) -> traffic(landscape, identity, scope, steps));
  }

  private static void traffic(Landscape landscape, int identity, int scope, StepSink steps) {
    Facts facts = landscape.facts();
    int last = landscape.cluster().namespaces().size() - 1;
    int to = scope == Access.EVERYWHERE ? last : scope;
    for (int namespace = Math.max(scope, 0); namespace <= to; namespace++) {
      steps
          .to(facts.fact(FactKind.TRAFFIC, namespace))
          .from(facts.holds(identity))
          .from(facts.apiPlace())
          .add();
    }
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(landscape.facts().fact(FactKind.MAY, Capability.DISTURB.ordinal(), scope));
  }
}
