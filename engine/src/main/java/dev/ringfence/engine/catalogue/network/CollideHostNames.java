package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.fact.FactKind;
import java.util.Set;
import java.util.TreeSet;

/**
 * N5: claims another's host name on a shared ingress class, or puts an ExternalName or a snippet
 * there.
 *
 * <p>Premises: an identity that may write Ingresses or routes in some namespace; a place from which
 * API requests can be made; another namespace that has an Ingress or a route, whose traffic it is.
 * Whether the controller refuses it cannot be seen: an assumption. Breaks: none.
 */
final class CollideHostNames extends GrantedRow {

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
  Assumption assumption(Landscape landscape) {
    return NetworkAssumptions.HOSTS_COLLIDE;
  }

  @Override
  void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    for (int namespace : publishing(landscape)) {
      to.fact(landscape.facts().fact(FactKind.TRAFFIC, namespace));
    }
  }

  /** The namespaces that have an Ingress or a route. */
  static Set<Integer> publishing(Landscape landscape) {
    Set<Integer> found = new TreeSet<>();
    for (ObjectMeta other : landscape.cluster().others()) {
      String kind = other.reference().kind();
      int namespace = landscape.cluster().namespaceIndex(other.namespace());
      if (namespace >= 0 && (kind.equals("Ingress") || kind.endsWith("Route"))) {
        found.add(namespace);
      }
    }
    return found;
  }
}
