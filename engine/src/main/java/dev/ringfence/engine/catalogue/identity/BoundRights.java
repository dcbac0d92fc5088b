package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * I2: an identity has the rights of every binding that names it, wherever the subject lives.
 *
 * <p>Premises: the identity, and a place from which the API can be asked. Bindings count for
 * subjects of other namespaces; those of groups that the API server adds itself count for their
 * members by {@link ImpliedGroups}. No boundary.
 */
final class BoundRights implements Row {

  @Override
  public String id() {
    return "I2";
  }

  @Override
  public String title() {
    return "uses the rights that bindings give";
  }

  @Override
  public boolean isRightByRight() {
    return true;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Access access = landscape.access();
    for (Permission permission : Permission.values()) {
      Capability capability = permission.capability();
      if (capability != null && !needsMore(permission)) {
        access.forEachRight(
            permission,
            (identity, scope, name) -> right(landscape, identity, capability, scope, name, steps));
      }
    }
  }

  /** Rights by GET depend on the server: {@link Exec} and {@link PortForward} look at them. */
  private static boolean needsMore(Permission permission) {
    return permission == Permission.EXEC_PODS_BY_GET
        || permission == Permission.PORT_FORWARD_PODS_BY_GET;
  }

  static void right(
      Landscape landscape,
      int identity,
      Capability capability,
      int scope,
      String name,
      StepSink steps) {
    Facts facts = landscape.facts();
    if (name.isEmpty()) {
      int may = facts.fact(FactKind.MAY, capability.ordinal(), scope);
      steps.to(may).from(facts.holds(identity)).from(facts.apiPlace()).add();
    } else if (scope != Access.EVERYWHERE || capability == Capability.PROXY_NODES) {
      int may = facts.mayNamed(capability, scope, name);
      steps.to(may).from(facts.holds(identity)).from(facts.apiPlace()).add();
    } else {
      for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
        int may = facts.mayNamed(capability, namespace, name);
        steps.to(may).from(facts.holds(identity)).from(facts.apiPlace()).add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int conclusion = step.conclusion();
    int holder = GrantEvidence.holder(landscape, step);
    right(landscape, holder, conclusion, permission -> !needsMore(permission), evidence);
  }

  /** Shows what gives an identity a right. */
  static void right(
      Landscape landscape,
      int holder,
      int may,
      java.util.function.Predicate<Permission> counts,
      EvidenceSink evidence) {
    Facts facts = landscape.facts();
    Capability capability = Capability.values()[facts.a(may)];
    NamedScope scope = NamedScope.of(facts, facts.b(may));
    for (Permission permission : Permission.values()) {
      if (permission.capability() == capability && counts.test(permission)) {
        boolean shown =
            GrantEvidence.addFirst(
                landscape,
                holder,
                permission,
                (where, name) ->
                    name.equals(scope.name())
                        && (where == scope.namespace()
                            || (where == Access.EVERYWHERE && !name.isEmpty())),
                evidence);
        if (shown) {
          return;
        }
      }
    }
  }
}
