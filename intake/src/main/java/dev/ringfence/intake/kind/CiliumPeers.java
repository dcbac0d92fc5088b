package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import java.util.List;

/** Whom the fields of a rule of Cilium's mean, and what of that nothing here can see. */
final class CiliumPeers {

  private static final List<String> UNKNOWN_PEERS = List.of("Groups", "Services", "Requires");

  private CiliumPeers() {}

  /**
   * Adds what one field of a rule names.
   *
   * @param kind the field without its direction
   * @param deny whether the rule closes: then what is not told apart here is not counted on
   * @param unsure takes those that may be meant or not
   */
  static void add(
      Fields rule,
      String kind,
      String field,
      CiliumSelector selector,
      boolean deny,
      List<Peer> known,
      List<Peer> unsure) {
    switch (kind) {
      case "Endpoints" -> {
        Items endpoints = rule.items(field);
        for (int i = 0; i < endpoints.size(); i++) {
          List<Peer.Pods> pods = selector.pods(endpoints.fields(i));
          if (pods == null) {
            unsure.add(new Peer.Anything());
          } else {
            known.addAll(pods);
          }
        }
      }
      case "CIDR" -> known.add(new Peer.Networks(ranges(rule.texts(field)), List.of(), false));
      case "CIDRSet" -> {
        Items sets = rule.items(field);
        for (int i = 0; i < sets.size(); i++) {
          Fields set = sets.fields(i);
          if (set.has("cidr")) {
            known.add(
                new Peer.Networks(
                    ranges(List.of(set.text("cidr"))), ranges(set.texts("except")), false));
          } else {
            unsure.add(new Peer.Outside());
          }
        }
      }
      case "Entities" -> {
        List<String> entities = rule.texts(field);
        boolean half = deny && entities.contains("host") != entities.contains("remote-node");
        for (String entity : entities) {
          boolean halfOfNodes = half && (entity.equals("host") || entity.equals("remote-node"));
          // Of one pod the own node is the host, of the next one another: denied is one of them.
          addEntity(entity, halfOfNodes ? unsure : known, unsure);
        }
      }
      case "Nodes" -> {
        // Only nodes, and those only where the agents tell nodes apart by their labels.
        Items nodes = rule.items(field);
        for (int i = 0; i < nodes.size(); i++) {
          unsure.add(new Peer.Nodes(CiliumSelector.nodes(nodes.fields(i))));
        }
      }
      case "FQDNs" -> known.add(new Peer.Names(List.of(field)));
      default -> {
        if (UNKNOWN_PEERS.contains(kind)) {
          unsure.add(new Peer.Anything());
        }
      }
    }
  }

  /** An address by itself is a range of one. */
  private static List<String> ranges(List<String> written) {
    return List.copyOf(written);
  }

  private static void addEntity(String entity, List<Peer> known, List<Peer> unsure) {
    switch (entity) {
      case "all" -> known.add(new Peer.Anything());
      case "world" -> known.add(new Peer.Outside());
      case "world-ipv4" -> known.add(new Peer.Networks(List.of("0.0.0.0/0"), List.of(), false));
      case "world-ipv6" -> known.add(new Peer.Networks(List.of("::/0"), List.of(), false));
      case "cluster" -> {
        known.add(new Peer.Pods(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING));
        known.add(new Peer.Nodes(LabelSelector.EVERYTHING));
      }
      case "host", "remote-node" -> known.add(new Peer.Nodes(LabelSelector.EVERYTHING));
      case "none" -> {}
      case "kube-apiserver", "ingress", "health" -> {
        // Who that is here is not known; no pod that policies look at.
        unsure.add(new Peer.Nodes(LabelSelector.EVERYTHING));
        unsure.add(new Peer.Outside());
      }
      // Pods too, while they start (init) or where Cilium does not look after them (unmanaged).
      default -> unsure.add(new Peer.Anything());
    }
  }
}
