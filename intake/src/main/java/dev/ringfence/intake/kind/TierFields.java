package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Action;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What policies of tiers write alike. */
final class TierFields {

  private TierFields() {}

  /** Exactly one of {@code namespaces} and {@code pods}. */
  static List<Peer.Pods> subject(Fields spec) {
    Fields subject = spec.fields("subject");
    Peer.Pods pods = pods(subject);
    if (pods == null || subject.size() != 1) {
      throw ShapeException.refused(spec, "subject", "needs either namespaces or pods");
    }
    return List.of(pods);
  }

  private static Peer.@Nullable Pods pods(Fields peer) {
    if (peer.has("namespaces")) {
      return new Peer.Pods(Selectors.labels(peer.fields("namespaces")), LabelSelector.EVERYTHING);
    }
    if (peer.has("pods")) {
      Fields pods = peer.fields("pods");
      return new Peer.Pods(
          Selectors.labels(pods.fields("namespaceSelector")),
          Selectors.labels(pods.fields("podSelector")));
    }
    return null;
  }

  /** A priority from 0 to 1000. */
  static int priority(Fields spec) {
    int priority = spec.integer("priority", -1);
    if (priority < 0 || priority > 1000) {
      throw ShapeException.refused(spec, "priority", "must be from 0 to 1000");
    }
    return priority;
  }

  /** Calico's order, a number of whatever size; without one, last. */
  static double order(Fields spec) {
    String written = spec.scalarOrNull("order");
    if (written == null) {
      return Double.MAX_VALUE;
    }
    try {
      double order = Double.parseDouble(written);
      if (Double.isFinite(order)) {
        return order;
      }
    } catch (NumberFormatException notANumber) {
      throw ShapeException.refused(spec, "order", "must be a number, not " + written);
    }
    throw ShapeException.refused(spec, "order", "must be a finite number, not " + written);
  }

  /** Reads ports in the form of one API. */
  interface Ports {
    @Nullable List<TieredPolicy.Port> of(Fields rule, ReadObject object, Sink sink);
  }

  /** Both directions fail closed at a peer without any known field, as the API asks for. */
  static TieredPolicy.@Nullable Section section(
      Fields spec, boolean ingress, Ports ports, ReadObject object, Sink sink) {
    String direction = ingress ? "ingress" : "egress";
    Items items = spec.items(direction);
    if (items.isEmpty()) {
      return null;
    }
    List<TieredPolicy.Rule> rules = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Fields rule = items.fields(i);
      String field = "spec." + direction + "[" + i + "]";
      Action action = action(rule);
      List<Peer> peers = new ArrayList<>();
      boolean unknown = false;
      Items written = rule.items(ingress ? "from" : "to");
      if (written.isEmpty()) {
        throw ShapeException.refused(rule, ingress ? "from" : "to", "needs at least one peer");
      }
      for (int j = 0; j < written.size(); j++) {
        Peer peer = peer(written.fields(j), ingress);
        if (peer == null) {
          unknown = true;
          sink.warn(
              object,
              field + (ingress ? ".from[" : ".to[") + j + "]",
              "has no field that is known; the rule is taken to fail closed");
        } else {
          peers.add(peer);
        }
      }
      if (!unknown) {
        rules.add(new TieredPolicy.Rule(field, action, peers, ports.of(rule, object, sink), true));
      } else if (action != Action.ACCEPT) {
        rules.add(
            new TieredPolicy.Rule(field, Action.DENY, List.of(new Peer.Anything()), null, true));
      }
    }
    return new TieredPolicy.Section(rules, false);
  }

  private static Action action(Fields rule) {
    return switch (rule.text("action")) {
      case "Accept", "Allow" -> Action.ACCEPT;
      case "Deny" -> Action.DENY;
      case "Pass" -> Action.PASS;
      default -> throw ShapeException.refused(rule, "action", "must be Accept, Deny or Pass");
    };
  }

  private static @Nullable Peer peer(Fields peer, boolean ingress) {
    Peer.Pods pods = pods(peer);
    if (pods != null || ingress) {
      return pods;
    }
    if (peer.has("networks")) {
      List<String> networks = peer.texts("networks");
      networks.forEach(range -> Cidr.check(peer, "networks", range));
      return new Peer.Networks(networks, List.of(), true);
    }
    if (peer.has("nodes")) {
      return new Peer.Nodes(Selectors.labels(peer.fields("nodes")));
    }
    return peer.has("domainNames") ? new Peer.Names(peer.texts("domainNames")) : null;
  }

  /** A port or a range of a protocol. */
  static TieredPolicy.Port port(Fields parent, String field, String protocol, int first, int last) {
    if (first < 1 || last > 65535 || last < first) {
      throw ShapeException.refused(
          parent, field, "has a port outside 1 to 65535, or a range that ends before it starts");
    }
    return new TieredPolicy.Port(protocol, null, first, last);
  }

  /** A range needs a start below its end. */
  static TieredPolicy.Port range(Fields parent, String field, String protocol) {
    Fields range = parent.fields(field);
    int start = range.integer("start", 0);
    int end = range.integer("end", 0);
    if (start >= end) {
      throw ShapeException.refused(parent, field, "must have a start below its end");
    }
    return port(range, "end", protocol, start, end);
  }
}
