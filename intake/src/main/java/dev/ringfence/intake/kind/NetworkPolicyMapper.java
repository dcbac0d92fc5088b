package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code networking.k8s.io NetworkPolicy}. */
final class NetworkPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");
  private static final Pattern PORT_NAME =
      Pattern.compile("(?=.*[a-z])[a-z0-9]([-a-z0-9]*[a-z0-9])?");

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
    warnOfHostBits(object, spec, "ingress", "from", sink);
    warnOfHostBits(object, spec, "egress", "to", sink);
    List<String> types = spec.texts("policyTypes");
    if (!List.of("Ingress", "Egress").containsAll(types)) {
      throw ShapeException.refused(spec, "policyTypes", "may hold Ingress and Egress only");
    }
    if (types.size() > 2) {
      throw ShapeException.refused(spec, "policyTypes", "may not hold more than two");
    }
    List<NetworkPolicy.Rule> egress = rules(spec, "egress", "to");
    // Without types the server lists Ingress, and Egress only where there is an egress rule.
    boolean forIngress = types.isEmpty() || types.contains("Ingress");
    boolean forEgress = types.isEmpty() ? !egress.isEmpty() : types.contains("Egress");
    sink.builder()
        .add(
            new NetworkPolicy(
                object.meta(true),
                LabelSyntax.checked(
                    spec, "podSelector", Selectors.labels(spec.fields("podSelector"))),
                forIngress,
                forEgress,
                rules(spec, "ingress", "from"),
                egress));
  }

  /**
   * The API server refuses a new policy with such a range, but keeps those that it took before; it
   * means the whole range.
   */
  private static void warnOfHostBits(
      ReadObject object, Fields spec, String direction, String peers, Sink sink) {
    Items rules = spec.items(direction);
    for (int i = 0; i < rules.size(); i++) {
      Items items = rules.fields(i).items(peers);
      for (int j = 0; j < items.size(); j++) {
        Fields block = items.fields(j).fields("ipBlock");
        List<String> ranges = new ArrayList<>(block.texts("except"));
        ranges.add(block.text("cidr"));
        for (String range : ranges) {
          if (Cidr.hasHostBits(range)) {
            sink.warn(
                object,
                "spec." + direction + "[" + i + "]." + peers + "[" + j + "].ipBlock",
                range
                    + " has bits beyond its prefix length, which the API server refuses in new"
                    + " policies; it is taken as the whole range");
          }
        }
      }
    }
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
        throw ShapeException.refused(rule, field + "[" + i + "]", "needs a selector or an ipBlock");
      }
      peers.add(
          new NetworkPolicy.Peer(
              selector(peer, "podSelector"),
              selector(peer, "namespaceSelector"),
              block == null
                  ? null
                  : new NetworkPolicy.IpBlock(Cidr.checked(block, "cidr"), except(block))));
    }
    return peers;
  }

  private static @Nullable LabelSelector selector(Fields peer, String field) {
    LabelSelector selector = Selectors.labelsOrNull(peer, field);
    return selector == null ? null : LabelSyntax.checked(peer, field, selector);
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

  /** An IANA service name. */
  private static boolean isPortName(String name) {
    return name.length() <= 15 && PORT_NAME.matcher(name).matches() && !name.contains("--");
  }

  private static NetworkPolicy.Port port(Fields entry) {
    String written = entry.textOrNull("protocol");
    String protocol = written == null ? "TCP" : written;
    if (!List.of("TCP", "UDP", "SCTP").contains(protocol)) {
      throw ShapeException.refused(entry, "protocol", "must be TCP, UDP or SCTP");
    }
    boolean named = entry.get("port") instanceof Tree.Text;
    if (named) {
      if (entry.has("endPort")) {
        throw ShapeException.refused(entry, "endPort", "must not stand beside a named port");
      }
      String name = entry.text("port");
      if (!isPortName(name)) {
        throw ShapeException.refused(
            entry,
            "port",
            "is no port number and no name of one (at most 15 of a-z, 0-9 and single hyphens, with"
                + " a letter): \""
                + name
                + "\"");
      }
      return new NetworkPolicy.Port(protocol, name, 0, 0);
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
