package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** {@code networking.k8s.io NetworkPolicy}. */
final class NetworkPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    List<String> types = spec.texts("policyTypes");
    if (!List.of("Ingress", "Egress").containsAll(types)) {
      throw ShapeException.refused(spec, "policyTypes", "may hold Ingress and Egress only");
    }
    List<NetworkPolicy.Rule> egress = rules(spec, "egress", "to");
    // Without types the server lists Ingress, and Egress only where there is an egress rule.
    boolean forIngress = types.isEmpty() || types.contains("Ingress");
    boolean forEgress = types.isEmpty() ? !egress.isEmpty() : types.contains("Egress");
    sink.builder()
        .add(
            new NetworkPolicy(
                object.meta(true),
                Selectors.labels(spec.fields("podSelector")),
                forIngress,
                forEgress,
                rules(spec, "ingress", "from"),
                egress));
  }

  private static List<NetworkPolicy.Rule> rules(Fields spec, String direction, String peers) {
    Items items = spec.items(direction);
    List<NetworkPolicy.Rule> rules = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields rule = items.fields(i);
      rules.add(new NetworkPolicy.Rule(peers(rule, peers), ports(rule)));
    }
    return rules;
  }

  private static List<NetworkPolicy.Peer> peers(Fields rule, String field) {
    Items items = rule.items(field);
    List<NetworkPolicy.Peer> peers = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields peer = items.fields(i);
      Fields block = peer.fieldsOrNull("ipBlock");
      boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
      if (block != null && selects) {
        throw ShapeException.refused(peer, "ipBlock", "must not stand beside a selector");
      }
      if (block == null && !selects) {
        throw ShapeException.refused(
            items.fields(i), "podSelector", "is missing: a peer needs a selector or an ipBlock");
      }
      peers.add(
          new NetworkPolicy.Peer(
              Selectors.labelsOrNull(peer, "podSelector"),
              Selectors.labelsOrNull(peer, "namespaceSelector"),
              block == null
                  ? null
                  : new NetworkPolicy.IpBlock(Cidr.checked(block, "cidr"), except(block))));
    }
    return peers;
  }

  private static List<String> except(Fields block) {
    List<String> except = block.texts("except");
    for (String range : except) {
      Cidr.check(block, "except", range);
      if (!Cidr.holds(block.text("cidr"), range)) {
        throw ShapeException.refused(
            block, "except", "must lie within cidr, as " + range + " does not");
      }
    }
    return except;
  }

  private static List<NetworkPolicy.Port> ports(Fields rule) {
    Items items = rule.items("ports");
    List<NetworkPolicy.Port> ports = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      ports.add(port(items.fields(i)));
    }
    return ports;
  }

  private static NetworkPolicy.Port port(Fields entry) {
    String protocol = entry.text("protocol", "TCP");
    if (!List.of("TCP", "UDP", "SCTP").contains(protocol)) {
      throw ShapeException.refused(entry, "protocol", "must be TCP, UDP or SCTP");
    }
    boolean named = entry.get("port") instanceof Tree.Text;
    if (named) {
      if (entry.has("endPort")) {
        throw ShapeException.refused(entry, "endPort", "must not stand beside a named port");
      }
      return new NetworkPolicy.Port(protocol, entry.text("port"), 0, 0);
    }
    int port = entry.integer("port", 0);
    int endPort = entry.integer("endPort", port);
    boolean unset = !entry.has("port") && !entry.has("endPort");
    if (!unset && (port < 1 || port > 65535 || endPort < port || endPort > 65535)) {
      throw ShapeException.refused(
          entry, "port", "must be between 1 and 65535, and endPort not below it");
    }
    return new NetworkPolicy.Port(protocol, null, port, endPort);
  }
}
