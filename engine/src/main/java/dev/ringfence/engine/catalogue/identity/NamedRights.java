package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.Capability;
import java.util.LinkedHashSet;
import java.util.Set;

/** The single objects that some rule's resourceNames name, so that steps exist for those only. */
final class NamedRights {

  private NamedRights() {}

  /** Every namespace and name for which {@link BoundRights} derives the capability. */
  static Set<NamedScope> of(Landscape landscape, Capability capability) {
    Set<NamedScope> scopes = new LinkedHashSet<>();
    for (Permission permission : Permission.values()) {
      if (permission.capability() == capability) {
        landscape
            .access()
            .forEachNamedRight(
                permission,
                (identity, scope, name) -> add(landscape, permission, scope, name, scopes));
      }
    }
    return scopes;
  }

  private static void add(
      Landscape landscape, Permission permission, int scope, String name, Set<NamedScope> scopes) {
    if (scope != Access.EVERYWHERE || permission.isClusterScoped()) {
      scopes.add(new NamedScope(scope, name));
      return;
    }
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      scopes.add(new NamedScope(namespace, name));
    }
  }
}
