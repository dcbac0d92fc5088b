package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;

/**
 * N6: attaches a route to a Gateway that takes those of others.
 *
 * <p>Premises: an identity that may write routes in some namespace; a place from which API requests
 * can be made; a Gateway. Whose routes it takes is not read yet: an assumption. Breaks: none.
 */
final class AttachRoutes extends GrantedRow {

  AttachRoutes() {
    super(Permission.WRITE_ROUTES);
  }

  @Override
  public String id() {
    return "N6";
  }

  @Override
  public String title() {
    return "attaches routes to a Gateway of others";
  }

  @Override
  Assumption assumption(Landscape landscape) {
    return NetworkAssumptions.GATEWAY_ROUTES;
  }

  @Override
  void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    if (landscape.cluster().others().stream()
        .anyMatch(other -> other.reference().kind().equals("Gateway"))) {
      to.fact(NotExaminedYet.everyTraffic(landscape.facts()));
    }
  }
}
