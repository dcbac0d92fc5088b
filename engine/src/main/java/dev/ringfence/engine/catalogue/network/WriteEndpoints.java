package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;
import dev.ringfence.engine.fact.FactKind;

/**
 * N4: writes Endpoints or EndpointSlices of a Service, and so gets what others send to it.
 *
 * <p>Premises: an identity that may create or change them in the Service's namespace; a place from
 * which API requests can be made. An EndpointSlice written by hand counts beside those of the
 * controller. Breaks: none. That one's own Service leads to others' pods is {@link
 * RouteToPodsOfOthers}.
 */
final class WriteEndpoints extends GrantRow {

  WriteEndpoints() {
    super(Permission.WRITE_ENDPOINTS);
  }

  @Override
  public String id() {
    return "N4";
  }

  @Override
  public String title() {
    return "takes over a Service by its endpoints";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(
        isEverywhere(scope)
            ? Traffic.ofEveryNamespace(landscape.facts())
            : landscape.facts().fact(FactKind.TRAFFIC, scope));
  }
}
