package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocols and ports of the destination that a rule of Calico's means, and those it denies.
 */
final class CalicoPorts {

  private static final List<String> WITH_PORTS = List.of("TCP", "UDP", "SCTP");
  private static final Set<String> NAMES =
      Set.of("TCP", "UDP", "SCTP", "ICMP", "ICMPV6", "UDPLITE");
  private static final int LARGEST = 65535;

  private CalicoPorts() {}

  /**
   * Those that have ports: an empty one alone for whichever, none where the rule means others only.
   */
  static List<String> protocols(Fields rule) {
    String wanted = checked(rule, "protocol");
    String denied = checked(rule, "notProtocol");
    String without = denied == null ? "" : named(denied);
    if (wanted != null) {
      String protocol = named(wanted);
      return WITH_PORTS.contains(protocol) && !protocol.equals(without)
          ? List.of(protocol)
          : List.of();
    }
    return WITH_PORTS.contains(without)
        ? WITH_PORTS.stream().filter(each -> !each.equals(without)).toList()
        : List.of("");
  }

  /** Null where there is none; a name that Calico knows, or a number of IP's. */
  private static @Nullable String checked(Fields rule, String field) {
    String written = rule.scalarOrNull(field);
    if (written != null
        && !NAMES.contains(written.toUpperCase(Locale.ROOT))
        && !(isNumber(written) && written.length() <= 3 && Integer.parseInt(written) <= 255)) {
      throw ShapeException.refused(
          rule, field, "is no protocol, by name or from 0 to 255: " + written);
    }
    return written;
  }

  private static String named(String written) {
    return switch (written) {
      case "6" -> "TCP";
      case "17" -> "UDP";
      case "132" -> "SCTP";
      default -> written.toUpperCase(Locale.ROOT);
    };
  }

  /** Whether all ports that the rule denies are numbers, and it names none beside them. */
  static boolean isDeniedExactly(Fields rule) {
    Fields destination = rule.fields("destination");
    Items denied = destination.items("notPorts");
    for (int i = 0; i < denied.size(); i++) {
      if (!isNumber(text(denied, i))) {
        return false;
      }
    }
    return !destination.has("ports");
  }

  /** Null for every port of every protocol; what cannot be denied exactly is not denied at all. */
  static @Nullable List<TieredPolicy.Port> of(Fields rule, List<String> protocols) {
    Fields destination = rule.fields("destination");
    Items wanted = destination.items("ports");
    Items denied = destination.items("notPorts");
    boolean without = !denied.isEmpty() && isDeniedExactly(rule);
    if (wanted.isEmpty() && !without) {
      return protocols.equals(List.of(""))
          ? null
          : protocols.stream()
              .map(protocol -> new TieredPolicy.Port(protocol, null, 1, LARGEST))
              .toList();
    }
    List<TieredPolicy.Port> ports = new ArrayList<>();
    for (String protocol : protocols) {
      if (without) {
        addOthers(destination, denied, protocol, ports);
      } else {
        for (int i = 0; i < wanted.size(); i++) {
          ports.add(port(destination, "ports[" + i + "]", text(wanted, i), protocol));
        }
      }
    }
    return ports;
  }

  private static void addOthers(
      Fields destination, Items denied, String protocol, List<TieredPolicy.Port> ports) {
    BitSet others = new BitSet();
    others.set(1, LARGEST + 1);
    for (int i = 0; i < denied.size(); i++) {
      TieredPolicy.Port port = port(destination, "notPorts[" + i + "]", text(denied, i), protocol);
      others.clear(port.first(), port.last() + 1);
    }
    for (int first = others.nextSetBit(0); first >= 0; ) {
      int end = others.nextClearBit(first);
      ports.add(new TieredPolicy.Port(protocol, null, first, end - 1));
      first = others.nextSetBit(end);
    }
  }

  private static TieredPolicy.Port port(
      Fields destination, String field, String written, String protocol) {
    if (!isNumber(written)) {
      return new TieredPolicy.Port(protocol, written, 0, 0);
    }
    String[] range = written.split(":", -1);
    return TierFields.port(
        destination,
        field,
        protocol,
        Integer.parseInt(range[0]),
        Integer.parseInt(range[range.length - 1]));
  }

  private static boolean isNumber(String port) {
    return port.matches("[0-9]{1,5}(:[0-9]{1,5})?");
  }

  private static String text(Items items, int i) {
    return items.get(i) instanceof Tree.Numeral number ? number.digits() : items.text(i);
  }
}
