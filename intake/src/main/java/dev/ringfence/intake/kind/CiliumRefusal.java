package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API server takes of a Cilium policy and Cilium's agent does not, so that nothing upholds
 * it: ranges that are none, exceptions outside their range or of the other family, port ranges that
 * end before they start, services beside ports, names beside other peers.
 *
 * @param field where it stands
 */
record CiliumRefusal(String field, String why) {

  static final List<String> DIRECTIONS = List.of("ingress", "ingressDeny", "egress", "egressDeny");

  /** Other peers of the third layer, which a rule about names must not have. */
  private static final List<String> BESIDE_NAMES =
      List.of("toEndpoints", "toCIDR", "toCIDRSet", "toEntities", "toServices", "toNodes");

  /** The first of one list of rules, or null. */
  static @Nullable CiliumRefusal of(Fields spec, String path, String direction) {
    Items rules = spec.items(direction);
    for (int i = 0; i < rules.size(); i++) {
      String at = path + "." + direction + "[" + i + "].";
      CiliumRefusal refusal = ofRule(rules.fields(i), at);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable CiliumRefusal ofRule(Fields rule, String at) {
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
    Items groups = rule.items("toPorts");
    if (!groups.isEmpty() && !rule.items("toServices").isEmpty()) {
      return new CiliumRefusal(at + "toServices", "must not be combined with toPorts");
    }
    if (!rule.items("toFQDNs").isEmpty()) {
      for (String other : BESIDE_NAMES) {
        if (!rule.items(other).isEmpty()) {
          return new CiliumRefusal(at + "toFQDNs", "must not be combined with " + other);
        }
      }
    }
    for (int i = 0; i < groups.size(); i++) {
      Items ports = groups.fields(i).items("ports");
      for (int j = 0; j < ports.size(); j++) {
        if (endsBeforeItStarts(ports.fields(j))) {
          return new CiliumRefusal(
              at + "toPorts[" + i + "].ports[" + j + "].endPort", "must not be below port");
        }
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

  private static boolean endsBeforeItStarts(Fields entry) {
    int last = entry.integer("endPort", 0);
    String first =
        entry.get("port") instanceof Tree.Numeral number
            ? number.digits()
            : entry.text("port", "0");
    return last > 0 && first.matches("[0-9]{1,5}") && last < Integer.parseInt(first);
  }
}
