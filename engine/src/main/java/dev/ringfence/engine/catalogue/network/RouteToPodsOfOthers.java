package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * N4, the other way: points one's own Service at the addresses of others' pods.
 *
 * <p>Premises: an identity that may write Endpoints or EndpointSlices in some namespace; a place
 * from which API requests can be made. From a pod the policies of both ends still stand, since they
 * look at the addresses behind the Service. Through a node port or a load balancer the connection
 * may arrive with the address of the node, which policies let through: an assumption. Breaks: none.
 */
final class RouteToPodsOfOthers extends GrantRow {

  RouteToPodsOfOthers() {
    super(Permission.WRITE_ENDPOINTS);
  }

  @Override
  public String id() {
    return "N4-route";
  }

  @Override
  public String title() {
    return "routes its own Service to pods of others";
  }

  @Override
  protected Assumption assumption(Landscape landscape) {
    return NetworkAssumptions.SOURCES_HIDDEN;
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    Facts facts = landscape.facts();
    to.fact(facts.fact(FactKind.SENDS_FREELY));
    for (int each = 0; each < landscape.network().enforcements().size(); each++) {
      to.fact(facts.fact(FactKind.PAST_ENFORCER, each));
    }
  }
}
