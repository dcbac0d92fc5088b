package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the API server takes of a Cilium policy and Cilium's agent does not, so that nothing upholds
 * it: neither or both kinds of subject, peers of several kinds in one rule, unknown entities,
 * ranges that are none, exceptions outside their range or of the other family, services beside
 * ports, and what {@link CiliumPortRefusal} tells of ports. Source: Cilium's validation of rules.
 *
 * @param field where it stands
 */
record CiliumRefusal(String field, String why) {

  static final List<String> DIRECTIONS = List.of("ingress", "ingressDeny", "egress", "egressDeny");

  /** Kinds of peers, of which a rule has one; behind {@code from} or {@code to}. */
  private static final List<String> PEERS =
      List.of("FQDNs", "Endpoints", "CIDR", "CIDRSet", "Entities", "Services", "Nodes", "Groups");

  private static final Set<String> ENTITIES =
      Set.of(
          "all",
          "world",
          "world-ipv4",
          "world-ipv6",
          "cluster",
          "host",
          "init",
          "ingress",
          "unmanaged",
          "remote-node",
          "health",
          "none",
          "kube-apiserver");

  /** That it applies to both pods and nodes, or to neither; else null. */
  static @Nullable CiliumRefusal ofSubject(Fields spec, String path) {
    boolean pods = spec.has("endpointSelector");
    return pods == spec.has("nodeSelector")
        ? new CiliumRefusal(
            path + (pods ? ".nodeSelector" : ".endpointSelector"),
            pods ? "must not stand beside endpointSelector" : "is missing, and so is nodeSelector")
        : null;
  }

  /** The first of one list of rules, or null. */
  static @Nullable CiliumRefusal of(Fields spec, String path, String direction) {
    boolean ofNodes = spec.has("nodeSelector");
    Items rules = spec.items(direction);
    for (int i = 0; i < rules.size(); i++) {
      String at = path + "." + direction + "[" + i + "].";
      CiliumRefusal refusal = ofRule(rules.fields(i), at, direction.startsWith("ingress"));
      if (refusal == null && ofNodes) {
        refusal = CiliumPortRefusal.beforeNodes(rules.fields(i), at);
      }
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable CiliumRefusal ofRule(Fields rule, String at, boolean ingress) {
    CiliumRefusal mixed = ofPeers(rule, at, ingress ? "from" : "to");
    if (mixed != null) {
      return mixed;
    }
    for (String field : List.of("fromCIDR", "toCIDR")) {
      for (String range : rule.texts(field)) {
        if (!Cidr.isRangeOrAddress(range)) {
          return noRange(at + field, range);
        }
      }
    }
    for (String field : List.of("fromCIDRSet", "toCIDRSet")) {
      Items sets = rule.items(field);
      for (int i = 0; i < sets.size(); i++) {
        CiliumRefusal refusal = ofSet(sets.fields(i), at + field + "[" + i + "].");
        if (refusal != null) {
          return refusal;
        }
      }
    }
    if (!rule.items("toPorts").isEmpty() && !rule.items("toServices").isEmpty()) {
      return new CiliumRefusal(at + "toServices", "must not be combined with toPorts");
    }
    return CiliumPortRefusal.of(rule, at, ingress);
  }

  private static @Nullable CiliumRefusal ofPeers(Fields rule, String at, String prefix) {
    String first = null;
    for (String kind : PEERS) {
      String field = prefix + kind;
      if (rule.items(field).isEmpty()) {
        continue;
      }
      if (first != null) {
        return new CiliumRefusal(at + first, "must not be combined with " + field);
      }
      first = field;
    }
    if (!rule.items(prefix + "Nodes").isEmpty()) {
      return new CiliumRefusal(
          at + prefix + "Nodes",
          "is taken only where cilium-config has enable-node-selector-labels, which is not looked"
              + " at");
    }
    for (String entity : rule.texts(prefix + "Entities")) {
      if (!ENTITIES.contains(entity)) {
        return new CiliumRefusal(at + prefix + "Entities", "knows no entity " + entity);
      }
    }
    return null;
  }

  private static @Nullable CiliumRefusal ofSet(Fields set, String at) {
    String range = set.has("cidr") ? set.text("cidr") : null;
    if (range != null && !Cidr.isRange(range)) {
      return noRange(at + "cidr", range);
    }
    for (String except : set.texts("except")) {
      if (!Cidr.isRange(except)) {
        return noRange(at + "except", except);
      }
      if (range != null && !range.equals(except) && !Cidr.holds(range, except)) {
        return new CiliumRefusal(at + "except", "must lie within cidr, as " + except + " does not");
      }
    }
    return null;
  }

  private static CiliumRefusal noRange(String field, String range) {
    return new CiliumRefusal(
        field, "is no range of addresses such as 10.0.0.0/8: \"" + range + "\"");
  }
}
