package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which ports of which pods a tenant offers on purpose, and to whom. */
final class Published {

  /** A Service's ports on one pod class, offered to some attackers. */
  @SuppressWarnings("ArrayRecordComponent") // read-only by contract
  private record Offer(PortSet ports, long[] to) {}

  private final Landscape landscape;
  private final int tenants;
  private final Map<Integer, List<Offer>> offersOfClass = new HashMap<>();

  Published(Landscape landscape) {
    this.landscape = landscape;
    this.tenants = landscape.tenancy().tenants().size();
    for (Tenant tenant : landscape.tenancy().tenants()) {
      for (Tenant.Publication publication : tenant.publishes()) {
        offer(publication);
      }
    }
  }

  private void offer(Tenant.Publication publication) {
    long[] to = attackers(publication);
    for (Service service : landscape.cluster().services()) {
      if (publication.isOf(service)) {
        int namespace = landscape.cluster().namespaceIndex(publication.namespace());
        for (PodClass podClass : landscape.cluster().podClasses()) {
          if (podClass.namespace() == namespace) {
            PortSet ports = landscape.network().servicePorts(service, podClass);
            if (!ports.isEmpty()) {
              offersOfClass
                  .computeIfAbsent(podClass.id(), ignored -> new ArrayList<>())
                  .add(new Offer(ports, to));
            }
          }
        }
      }
    }
  }

  boolean isEmpty() {
    return offersOfClass.isEmpty();
  }

  private long[] attackers(Tenant.Publication publication) {
    long[] bits = AttackerBits.nobody(tenants);
    for (Tenant tenant : landscape.tenancy().tenants()) {
      if (publication.to().isEmpty() || publication.to().contains(tenant.name())) {
        AttackerBits.add(bits, tenant.id());
      }
    }
    return bits;
  }

  /**
   * The attackers for whom a connection to these ports of the class counts as reach: those to whom
   * not all of the ports are published. Null means everybody.
   */
  long @Nullable [] notFor(int podClass, int ports) {
    long[] free = offeredTo(podClass, ports);
    if (free == null) {
      return null;
    }
    return AttackerBits.without(AttackerBits.everybody(tenants), free);
  }

  /** The attackers to whom all of these ports of the class are published; null means nobody. */
  long @Nullable [] offeredTo(int podClass, int ports) {
    List<Offer> offers = offersOfClass.get(podClass);
    if (offers == null) {
      return null;
    }
    PortSet wanted = landscape.network().portSet(ports);
    long[] all = AttackerBits.nobody(tenants);
    boolean any = false;
    for (Tenant tenant : landscape.tenancy().tenants()) {
      PortSet union = null;
      for (Offer offer : offers) {
        if (AttackerBits.contains(offer.to(), tenant.id())) {
          union = union == null ? offer.ports() : union.or(offer.ports());
        }
      }
      if (union != null && union.containsAll(wanted)) {
        AttackerBits.add(all, tenant.id());
        any = true;
      }
    }
    return any ? all : null;
  }
}
