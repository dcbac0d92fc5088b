package dev.ringfence.engine.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How connections from outside are led to Services: Ingresses, and the Gateway API's objects. */
public final class Routing {

  private Routing() {}

  /**
   * An Ingress or a route of the Gateway API.
   *
   * @param hosts empty for any
   * @param gateways that a route names as its parents; empty for an Ingress
   * @param backends Services
   * @param whole false where it leads to what is no Service, too
   */
  public record Route(
      ObjectMeta meta,
      List<String> hosts,
      List<Target> gateways,
      List<Target> backends,
      boolean whole) {
    public Route {
      hosts = List.copyOf(hosts);
      gateways = List.copyOf(gateways);
      backends = List.copyOf(backends);
    }

    public boolean isIngress() {
      return meta.reference().kind().equals("Ingress");
    }
  }

  /**
   * A Gateway or a Service by name.
   *
   * @param port of a Service, its number or name; empty for any
   * @param field where it is named, empty where that is not known
   */
  public record Target(String namespace, String name, String port, String field) {
    public Target(String namespace, String name, String port) {
      this(namespace, name, port, "");
    }
  }

  /** A Gateway with the namespaces whose routes each listener takes. */
  public record Gateway(ObjectMeta meta, List<Listener> listeners) {
    public Gateway {
      listeners = List.copyOf(listeners);
    }

    /** Whether some listener takes routes of the namespace. */
    public boolean takesRoutesOf(Namespace namespace) {
      return listeners.stream().anyMatch(each -> each.takes(namespace, meta.namespace()));
    }
  }

  /**
   * A listener.
   *
   * @param from Same, All, Selector or None
   * @param selector null unless {@code from} is Selector
   */
  public record Listener(String from, @Nullable LabelSelector selector) {
    boolean takes(Namespace namespace, String own) {
      return switch (from) {
        case "Same" -> namespace.name().equals(own);
        case "None" -> false;
        case "Selector" -> selector == null || selector.matches(namespace.labels());
        default -> true; // All, and whatever comes later
      };
    }
  }

  /**
   * Lets routes of other namespaces lead to Services of its own.
   *
   * @param fromNamespaces whose routes
   * @param services by name; empty for all
   */
  public record ReferenceGrant(
      ObjectMeta meta, List<String> fromNamespaces, List<String> services) {
    public ReferenceGrant {
      fromNamespaces = List.copyOf(fromNamespaces);
      services = List.copyOf(services);
    }

    public boolean lets(String fromNamespace, String service) {
      return fromNamespaces.contains(fromNamespace)
          && (services.isEmpty() || services.contains(service));
    }
  }
}
