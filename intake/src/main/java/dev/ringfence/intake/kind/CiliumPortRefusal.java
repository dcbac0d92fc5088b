package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Cilium's agent refuses of the ports of a rule: missing or unreadable ones, ranges that end
 * before they start, and rules of the application layer where they cannot be: for names of hosts on
 * ingress or without a port, for others with another protocol than TCP or without a port. Source:
 * Cilium's validation of rules.
 */
final class CiliumPortRefusal {

  private static final int MOST_PORTS = 40;

  private CiliumPortRefusal() {}

  /**
   * The first of a rule, or null.
   *
   * @param at the rule's path, to be followed by a field
   */
  static @Nullable CiliumRefusal of(Fields rule, String at, boolean ingress) {
    Items groups = rule.items("toPorts");
    if (!groups.isEmpty() && !rule.items("icmps").isEmpty()) {
      return new CiliumRefusal(at + "icmps", "must not be combined with toPorts");
    }
    for (int i = 0; i < groups.size(); i++) {
      CiliumRefusal refusal = ofGroup(groups.fields(i), at + "toPorts[" + i + "].", ingress);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Rules of the application layer where a policy is one of nodes, or null. */
  static @Nullable CiliumRefusal beforeNodes(Fields rule, String at) {
    Items groups = rule.items("toPorts");
    for (int i = 0; i < groups.size(); i++) {
      for (String kind : List.of("http", "kafka", "dns", "l7")) {
        if (!groups.fields(i).fields("rules").items(kind).isEmpty()) {
          return new CiliumRefusal(
              at + "toPorts[" + i + "].rules." + kind, "must not stand in a policy of nodes");
        }
      }
    }
    return null;
  }

  private static @Nullable CiliumRefusal ofGroup(Fields group, String at, boolean ingress) {
    Items ports = group.items("ports");
    if (ports.size() > MOST_PORTS) {
      return new CiliumRefusal(at + "ports", "must not be more than " + MOST_PORTS);
    }
    Fields rules = group.fields("rules");
    boolean names = !rules.items("dns").isEmpty();
    if (names && (ingress || ports.isEmpty())) {
      return new CiliumRefusal(
          at + "rules.dns", ingress ? "must not stand in ingress" : "needs a port");
    }
    boolean others =
        List.of("http", "kafka", "l7").stream().anyMatch(kind -> !rules.items(kind).isEmpty());
    for (int i = 0; i < ports.size(); i++) {
      CiliumRefusal refusal =
          ofPort(ports.fields(i), at + "ports[" + i + "].", others && !names, others || names);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /**
   * @param tcp whether only TCP will do
   * @param single whether a port must be named
   */
  private static @Nullable CiliumRefusal ofPort(
      Fields entry, String at, boolean tcp, boolean single) {
    String port =
        entry.get("port") instanceof Tree.Numeral number ? number.digits() : entry.text("port", "");
    boolean numeric = !port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (port.isEmpty()
        || (numeric && (port.length() > 5 || Integer.parseInt(port) > 65535))
        || (numeric && port.length() > 1 && port.startsWith("0"))) {
      return new CiliumRefusal(
          at + "port", port.isEmpty() ? "is missing" : "is no port: \"" + port + "\"");
    }
    int last = entry.integer("endPort", 0);
    if (numeric && last > 0 && last < Integer.parseInt(port)) {
      return new CiliumRefusal(at + "endPort", "must not be below port");
    }
    if (single && port.equals("0")) {
      return new CiliumRefusal(at + "port", "must not be 0 beside rules");
    }
    return tcp && !entry.text("protocol", "ANY").equalsIgnoreCase("TCP")
        ? new CiliumRefusal(at + "protocol", "must be TCP beside rules")
        : null;
  }
}
