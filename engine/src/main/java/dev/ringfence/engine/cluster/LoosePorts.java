package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ports in policies that are hardly meant: by names that no pod declares, and ranges that overlap.
 * API servers accept both; a name that nobody has matches nothing, and of ranges both count.
 */
final class LoosePorts {

  private final Cluster cluster;
  private final Map<Integer, Set<String>> portsOfNamespace = new HashMap<>();
  private final Set<String> everyPort = new HashSet<>();

  LoosePorts(Cluster cluster) {
    this.cluster = cluster;
    for (PodClass podClass : cluster.podClasses()) {
      for (Container container : podClass.spec().containers()) {
        for (Container.Port port : container.ports()) {
          String key = port.name() + "/" + port.protocol();
          everyPort.add(key);
          portsOfNamespace
              .computeIfAbsent(podClass.namespace(), ignored -> new HashSet<>())
              .add(key);
        }
      }
    }
  }

  /** Ports by name that no pod has which the policy could mean. */
  List<String> undeclared() {
    List<String> ends = new ArrayList<>();
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      int namespace = cluster.namespaceIndex(policy.meta().namespace());
      if (policy.forIngress()) {
        ports(policy, "ingress", policy.ingress(), namespace, ends);
      }
      if (policy.forEgress()) {
        ports(policy, "egress", policy.egress(), -1, ends);
      }
    }
    for (TieredPolicy policy : cluster.tieredPolicies()) {
      ports(policy.meta(), policy.ingress(), ends);
      ports(policy.meta(), policy.egress(), ends);
    }
    return ends;
  }

  private void ports(
      NetworkPolicy policy,
      String direction,
      List<NetworkPolicy.Rule> rules,
      int namespace,
      List<String> ends) {
    for (int rule = 0; rule < rules.size(); rule++) {
      List<NetworkPolicy.Port> ports = rules.get(rule).ports();
      for (int port = 0; port < ports.size(); port++) {
        String name = ports.get(port).name();
        if (name != null && !isDeclared(policy, namespace, name, ports.get(port).protocol())) {
          ends.add(
              LooseEnds.place(policy.meta())
                  + ": spec."
                  + direction
                  + "["
                  + rule
                  + "].ports["
                  + port
                  + "].port names "
                  + ports.get(port).protocol()
                  + " port "
                  + name
                  + (namespace < 0
                      ? ", which no pod declares: it matches nothing"
                      : ", which no pod that it selects declares: it lets nothing in"));
        }
      }
    }
  }

  /** For what comes in, by a pod that the policy selects; for what goes out, by any. */
  private boolean isDeclared(NetworkPolicy policy, int namespace, String name, String protocol) {
    String key = name + "/" + protocol;
    if (namespace < 0) {
      return everyPort.contains(key);
    }
    if (!portsOfNamespace.getOrDefault(namespace, Set.of()).contains(key)) {
      return false;
    }
    for (PodClass podClass : cluster.podClasses()) {
      if (podClass.namespace() == namespace && policy.podSelector().matches(podClass.labels())) {
        for (Container container : podClass.spec().containers()) {
          for (Container.Port port : container.ports()) {
            if (port.name().equals(name) && port.protocol().equals(protocol)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private void ports(ObjectMeta policy, TieredPolicy.@Nullable Section section, List<String> ends) {
    if (section == null) {
      return;
    }
    for (TieredPolicy.Rule rule : section.rules()) {
      List<TieredPolicy.Port> ports = rule.ports();
      for (TieredPolicy.Port port : ports == null ? List.<TieredPolicy.Port>of() : ports) {
        String name = port.name();
        if (name != null
            && everyPort.stream().noneMatch(each -> each.startsWith(name + "/"))
            && cluster.hostEndpoints().stream()
                .flatMap(each -> each.ports().stream())
                .noneMatch(each -> each.name().equals(name))) {
          ends.add(
              LooseEnds.place(policy)
                  + ": "
                  + rule.field()
                  + " names port "
                  + name
                  + ", which no pod declares: it matches nothing");
        }
      }
    }
  }

  /** Ranges of one rule that overlap. */
  List<String> overlapping() {
    List<String> ends = new ArrayList<>();
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      overlapping(policy.meta(), "ingress", policy.ingress(), ends);
      overlapping(policy.meta(), "egress", policy.egress(), ends);
    }
    for (TieredPolicy policy : cluster.tieredPolicies()) {
      overlapping(policy.meta(), policy.ingress(), ends);
      overlapping(policy.meta(), policy.egress(), ends);
    }
    return ends;
  }

  private static void overlapping(
      ObjectMeta policy, String direction, List<NetworkPolicy.Rule> rules, List<String> ends) {
    for (int rule = 0; rule < rules.size(); rule++) {
      List<TieredPolicy.Port> ports = new ArrayList<>();
      for (NetworkPolicy.Port port : rules.get(rule).ports()) {
        ports.add(new TieredPolicy.Port(port.protocol(), port.name(), port.port(), port.endPort()));
      }
      pairs(policy, "spec." + direction + "[" + rule + "].ports", ports, ends);
    }
  }

  private static void overlapping(
      ObjectMeta policy, TieredPolicy.@Nullable Section section, List<String> ends) {
    if (section != null) {
      for (TieredPolicy.Rule rule : section.rules()) {
        List<TieredPolicy.Port> ports = rule.ports();
        pairs(policy, rule.field(), ports == null ? List.of() : ports, ends);
      }
    }
  }

  private static void pairs(
      ObjectMeta policy, String field, List<TieredPolicy.Port> ports, List<String> ends) {
    for (int one = 0; one < ports.size(); one++) {
      for (int other = one + 1; other < ports.size(); other++) {
        if (overlap(ports.get(one), ports.get(other))) {
          ends.add(
              LooseEnds.place(policy)
                  + ": "
                  + field
                  + " has ranges of ports that overlap, "
                  + inWords(ports.get(one))
                  + " and "
                  + inWords(ports.get(other))
                  + ": all of both count");
        }
      }
    }
  }

  /** Of single ports nobody says that they overlap, only of ranges that are written. */
  private static boolean overlap(TieredPolicy.Port one, TieredPolicy.Port other) {
    boolean ranges =
        one.name() == null
            && other.name() == null
            && one.first() > 0
            && other.first() > 0
            && (one.first() < one.last() || other.first() < other.last());
    boolean everything =
        (one.first() == 1 && one.last() == 65535) || (other.first() == 1 && other.last() == 65535);
    boolean protocol =
        one.protocol().isEmpty()
            || other.protocol().isEmpty()
            || one.protocol().equals(other.protocol());
    return ranges
        && !everything
        && protocol
        && one.first() <= other.last()
        && other.first() <= one.last();
  }

  private static String inWords(TieredPolicy.Port port) {
    String protocol = port.protocol().isEmpty() ? "" : port.protocol() + " ";
    return port.first() == port.last()
        ? protocol + port.first()
        : protocol + port.first() + "-" + port.last();
  }
}
