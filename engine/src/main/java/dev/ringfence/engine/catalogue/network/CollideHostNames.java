package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.verdict.Boundary;
import java.util.List;

/**
 * N5: claims another's host name on a shared ingress class, or puts an ExternalName or a snippet
 * there.
 *
 * <p>Premises: an identity that may write Ingresses or routes in some namespace; a place from which
 * API requests can be made; another namespace that has an Ingress, or a route of a controller's own
 * kind, whose traffic it is (routes of the Gateway API are N6). Whether the controller refuses it
 * cannot be seen: an assumption; where somebody vouches that it does, its check can fail. Breaks:
 * none, or {@code deputy} of the controller.
 */
final class CollideHostNames extends GrantRow {

  CollideHostNames() {
    super(Permission.WRITE_ROUTES);
  }

  @Override
  public String id() {
    return "N5";
  }

  @Override
  public String title() {
    return "claims a host name or snippet on a shared ingress";
  }

  @Override
  protected Assumption assumption(Landscape landscape) {
    return NetworkAssumptions.HOSTS_COLLIDE;
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    List<Boundary> deputies = KnownImages.frontDeputies(landscape.cluster());
    for (int namespace : new Published(landscape).byIngress()) {
      int traffic = landscape.facts().fact(FactKind.TRAFFIC, namespace);
      to.fact(traffic);
      for (Boundary deputy : deputies) {
        to.past(traffic, deputy);
      }
    }
  }
}
