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
 * I18: who may escalate a role writes any rule into it; everybody bound to it has them.
 *
 * <p>Premises: {@code update} or {@code patch} of the role and {@code escalate} on it, of one
 * identity; and an identity that a binding gives the role, the same or another one, for it makes
 * its requests separately. A ClusterRole so written enters every aggregation whose label it is
 * given. No boundary.
 */
final class EscalateRoles implements Row {

  @Override
  public String id() {
    return "I18";
  }

  @Override
  public String title() {
    return "rewrites a role that it is bound to";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (RoleGrowth.Gain gain : landscape.access().gains()) {
      if (gain.writesRole() == true) {
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
      if (gain.writesRole() == true
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
