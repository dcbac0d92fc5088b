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
 * requests can be made; a controller known by its image, and then what that may connect to; else an
 * Ingress or a route, whose front may be anything. Whether it follows external names is an
 * assumption. Breaks: none.
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
    Facts facts = landscape.facts();
    Routes routes = new Routes(landscape);
    boolean known = false;
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (KnownImages.isFront(podClass)) {
        known = true;
        asFront(landscape, routes, podClass, to);
      }
    }
    if (!known && !landscape.cluster().routes().isEmpty()) {
      to.fact(facts.fact(FactKind.SENDS_FREELY));
      for (int each = 0; each < landscape.network().enforcements().size(); each++) {
        to.fact(facts.fact(FactKind.PAST_ENFORCER, each));
      }
    }
  }

  /** Policies look at the front: what it may connect to can be connected to through it. */
  private static void asFront(Landscape landscape, Routes routes, PodClass front, Conclusions to) {
    int source = routes.plan().sourceClass(landscape.network().endpointOf(front.id()));
    for (int nodeClass : landscape.placement().ever(front)) {
      if (front.spec().hostNetwork()) {
        to.fact(landscape.facts().fact(FactKind.HOST_NETWORK, nodeClass));
      } else {
        for (int enforcement : routes.enforcementsOn(nodeClass)) {
          to.fact(routes.sends(source, enforcement));
        }
      }
    }
  }
}
