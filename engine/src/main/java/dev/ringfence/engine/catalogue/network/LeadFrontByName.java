package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * N5, by a right: points a Service of its own, before which a front stands, at whatever name.
 *
 * <p>Premises: an identity that may write Services in some namespace; a place from which API
 * requests can be made; a front somewhere: an Ingress, a route, or a controller known by its image.
 * Whether it follows external names is an assumption; with it the front connects to any pod, and
 * policies see the front. Breaks: none.
 */
final class LeadFrontByName extends GrantRow {

  LeadFrontByName() {
    super(Permission.WRITE_SERVICES);
  }

  @Override
  public String id() {
    return "N5-route";
  }

  @Override
  public String title() {
    return "leads a shared front to pods of others by an external name";
  }

  @Override
  protected Assumption assumption(Landscape landscape) {
    return NetworkAssumptions.EXTERNAL_NAMES;
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    if (!hasFront(landscape)) {
      return;
    }
    Facts facts = landscape.facts();
    to.fact(facts.fact(FactKind.SENDS_FREELY));
    for (int each = 0; each < landscape.network().enforcements().size(); each++) {
      to.fact(facts.fact(FactKind.PAST_ENFORCER, each));
    }
  }

  static boolean hasFront(Landscape landscape) {
    if (!landscape.cluster().routes().isEmpty()) {
      return true;
    }
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (KnownImages.isFront(podClass)) {
        return true;
      }
    }
    return false;
  }
}
