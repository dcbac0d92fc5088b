package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Facts;

/**
 * I2: an identity is in the groups that the API server adds itself: everybody authenticated, all
 * service accounts, those of a namespace. They are identities of their own, whose rights {@link
 * BoundRights} tells.
 *
 * <p>Premise: the identity. No boundary, and no object: nobody writes these memberships down.
 */
final class ImpliedGroups implements Row {

  @Override
  public String id() {
    return "I2";
  }

  @Override
  public String title() {
    return "uses the rights that bindings give";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Access access = landscape.access();
    Facts facts = landscape.facts();
    for (Identity identity : access.identities()) {
      for (int group : access.impliedGroups(identity.id())) {
        steps.to(facts.holds(group)).from(facts.holds(identity.id())).add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    // Membership in an implicit group needs no object.
  }
}
