package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.FactKind;

/**
 * I26: paths of the API server that are no resources, beyond discovery and health.
 *
 * <p>Premise: {@code get} on metrics, debug or logs paths, or whatever else a rule's
 * nonResourceURLs name: names for certain. Logs of the control plane are not served at {@code
 * /logs} by default. No boundary.
 */
final class ServerPaths extends GrantRow {

  ServerPaths() {
    super(Permission.READ_PATHS);
  }

  @Override
  public String id() {
    return "I26";
  }

  @Override
  public String title() {
    return "reads metrics, debug or logs paths of the API server";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(landscape.facts().fact(FactKind.ALL_NAMES));
  }
}
