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
 * What identities give themselves by roles. Premises: the identity that makes the requests, and, if
 * it is another, the one that has the role. No boundary.
 */
abstract class RoleGainRow implements Row {

  private final boolean writesRole;

  /**
   * @param writesRole whether the gain is by writing the role or by binding it
   */
  RoleGainRow(boolean writesRole) {
    this.writesRole = writesRole;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (RoleGrowth.Gain gain : landscape.access().gains()) {
      if (gain.writesRole() == writesRole) {
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
      if (gain.writesRole() == writesRole
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
