package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;

/**
 * N3: gives one's own Service an external address that others send to (CVE-2020-8554).
 *
 * <p>Premises: an identity that may create or change Services, or their status, in some namespace;
 * a place from which API requests can be made. The address may be any, so traffic of every
 * namespace to outside may come. Whether something refuses it cannot be seen: an assumption.
 * Breaks: none.
 */
final class ClaimExternalAddresses extends GrantRow {

  ClaimExternalAddresses() {
    super(Permission.WRITE_SERVICES);
  }

  @Override
  public String id() {
    return "N3";
  }

  @Override
  public String title() {
    return "claims external addresses of others";
  }

  @Override
  protected Assumption assumption(Landscape landscape) {
    return NetworkAssumptions.EXTERNAL_ADDRESSES;
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(Traffic.ofEveryNamespace(landscape.facts()));
  }
}
