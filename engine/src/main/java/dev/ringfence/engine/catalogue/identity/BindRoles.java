package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.RoleGrowth;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Facts;
import java.util.List;

/**
 * I17: who may bind a role gives its rights to itself.
 *
 * <p>Premises, of one identity: {@code create}, {@code update} or {@code patch} of bindings in the
 * scope, and {@code bind} on the role. Writing bindings alone is refused by the API server unless
 * all rules are held already, which gives their holder nothing new. The conclusion is an identity
 * with the roles it could bind, which may go further. No boundary.
 */
final class BindRoles implements Row {

  @Override
  public String id() {
    return "I17";
  }

  @Override
  public String title() {
    return "binds a role that gives more rights";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (RoleGrowth.Gain gain : landscape.access().gains()) {
      if (gain.writesRole() == false) {
        StepSink.Draft draft =
            steps.to(facts.holds(gain.to())).from(facts.holds(gain.by())).from(facts.apiPlace());
        (gain.with() == gain.by() ? draft : draft.from(facts.holds(gain.with()))).add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    Identity holder = landscape.access().identity(GrantEvidence.holder(landscape, step));
    for (RoleGrowth.Gain gain : landscape.access().gains()) {
      if (gain.writesRole() == false
          && gain.by() == holder.id()
          && facts.holds(gain.to()) == step.conclusion()) {
        for (Request request : gain.requests()) {
          List<Grant> grants = landscape.access().grants(holder.id(), request);
          if (!grants.isEmpty()) {
            GrantEvidence.add(grants.getFirst(), evidence);
          }
        }
        return;
      }
    }
  }
}
