package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names in policies, Ingresses and routes that are nobody's: ports that no pod declares,
 * namespaces, service accounts, Services, Gateways and nodes that are not there. API servers accept
 * them, and what they would let through or close they do not.
 */
final class LooseNames {

  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final Pattern PRINCIPAL = Pattern.compile("[^/]*/ns/([^/*]+)/sa/([^/*]+)");

  private final Cluster cluster;
  private final Set<String> namespaces = new HashSet<>();
  private final Set<String> accounts = new HashSet<>();
  private final Map<Integer, Set<String>> portsOfNamespace = new HashMap<>();
  private final Set<String> everyPort = new HashSet<>();

  LooseNames(Cluster cluster) {
    this.cluster = cluster;
    for (Namespace namespace : cluster.namespaces()) {
      if (namespace.meta().origin().source() != Origin.Source.IMPLIED) {
        namespaces.add(namespace.name());
      }
    }
    // What objects stand in is there, declared or not.
    cluster.podClasses().forEach(each -> namespaces.add(nameOf(each.namespace())));
    cluster.services().forEach(each -> namespaces.add(each.meta().namespace()));
    for (Rbac.ServiceAccount account : cluster.serviceAccounts()) {
      accounts.add(account.meta().namespace() + "/" + account.meta().name());
      namespaces.add(account.meta().namespace());
    }
    for (PodClass podClass : cluster.podClasses()) {
      accounts.add(nameOf(podClass.namespace()) + "/" + podClass.spec().serviceAccountName());
      accounts.add(nameOf(podClass.namespace()) + "/default");
    }
  }

  private String nameOf(int namespace) {
    return cluster.namespaces().get(namespace).name();
  }

  private void readPorts() {
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
  List<String> ports() {
    readPorts();
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

  /** Namespaces by name, and service accounts, that policies name. */
  List<String> namespacesAndAccounts() {
    Set<String> ends = new LinkedHashSet<>();
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      peers(policy.meta(), "ingress", "from", policy.ingress(), ends);
      peers(policy.meta(), "egress", "to", policy.egress(), ends);
    }
    for (TieredPolicy policy : cluster.tieredPolicies()) {
      for (TieredPolicy.Peer.Pods subject : policy.subject()) {
        // A policy that stands in a namespace names its own by itself.
        if (policy.meta().reference().namespace() == null) {
          selector(policy.meta(), "its subject", subject.namespaces(), ends);
        }
      }
      section(policy.meta(), policy.ingress(), ends);
      section(policy.meta(), policy.egress(), ends);
    }
    cluster.meshAuthorizations().forEach(policy -> mesh(policy, ends));
    return List.copyOf(ends);
  }

  private void section(
      ObjectMeta policy, TieredPolicy.@Nullable Section section, Set<String> ends) {
    if (section == null) {
      return;
    }
    for (TieredPolicy.Rule rule : section.rules()) {
      for (TieredPolicy.Peer peer : rule.peers()) {
        if (peer instanceof TieredPolicy.Peer.Pods pods) {
          selector(policy, rule.field(), pods.namespaces(), ends);
        }
      }
    }
  }

  private void peers(
      ObjectMeta policy,
      String direction,
      String peers,
      List<NetworkPolicy.Rule> rules,
      Set<String> ends) {
    for (int rule = 0; rule < rules.size(); rule++) {
      List<NetworkPolicy.Peer> written = rules.get(rule).peers();
      for (int peer = 0; peer < written.size(); peer++) {
        LabelSelector selector = written.get(peer).namespaceSelector();
        if (selector != null) {
          String field = "spec." + direction + "[" + rule + "]." + peers + "[" + peer + "]";
          selector(policy, field + ".namespaceSelector", selector, ends);
        }
      }
    }
  }

  private void selector(ObjectMeta policy, String field, LabelSelector selector, Set<String> ends) {
    String exact = selector.matchLabels().get(NAME_LABEL);
    if (exact != null) {
      namespace(policy, field, exact, ends);
    }
    for (LabelSelector.Requirement each : selector.matchExpressions()) {
      if (each.key().equals(NAME_LABEL) && each.operator() == LabelSelector.Operator.IN) {
        each.values().forEach(name -> namespace(policy, field, name, ends));
      }
    }
  }

  private void namespace(ObjectMeta policy, String field, String name, Set<String> ends) {
    if (!namespaces.contains(name)) {
      ends.add(
          LooseEnds.place(policy)
              + ": "
              + field
              + " names namespace "
              + name
              + ", which is not there: nobody is meant until somebody makes it");
    }
  }

  private void mesh(MeshPolicy.Authorization policy, Set<String> ends) {
    for (MeshPolicy.Rule rule : policy.rules()) {
      for (int from = 0; from < rule.from().size(); from++) {
        MeshPolicy.Source source = rule.from().get(from);
        String field = rule.field() + ".from[" + from + "].source";
        for (String name : source.namespaces().values()) {
          if (name.indexOf('*') < 0) {
            namespace(policy.meta(), field + ".namespaces", name, ends);
          }
        }
        for (String principal : source.principals().values()) {
          Matcher parts = PRINCIPAL.matcher(principal);
          if (parts.matches() && !accounts.contains(parts.group(1) + "/" + parts.group(2))) {
            ends.add(
                LooseEnds.place(policy.meta())
                    + ": "
                    + field
                    + ".principals names service account "
                    + parts.group(1)
                    + "/"
                    + parts.group(2)
                    + ", which is not there: nobody is meant until somebody makes it");
          }
        }
      }
    }
  }

  /** Services and Gateways that Ingresses, routes and written endpoints name, and nodes. */
  List<String> fronts() {
    Set<String> services = new HashSet<>();
    cluster.services().forEach(each -> services.add(key(each.meta())));
    Set<String> gateways = new HashSet<>();
    cluster.gateways().forEach(each -> gateways.add(key(each.meta())));
    List<String> ends = new ArrayList<>();
    for (Routing.Route route : cluster.routes()) {
      for (Routing.Target backend : route.backends()) {
        missing(route.meta(), backend, "Service", services, "nowhere", ends);
      }
      for (Routing.Target gateway : route.gateways()) {
        missing(
            route.meta(),
            gateway,
            "Gateway",
            gateways,
            "to nothing here, and whatever that Gateway is may take it",
            ends);
      }
    }
    for (WrittenEndpoints endpoints : cluster.writtenEndpoints()) {
      if (!services.contains(endpoints.meta().namespace() + "/" + endpoints.service())) {
        ends.add(
            LooseEnds.place(endpoints.meta())
                + ": its Service "
                + endpoints.meta().namespace()
                + "/"
                + endpoints.service()
                + " is not there: nothing leads to them");
      }
    }
    for (TieredPolicy policy : cluster.tieredPolicies()) {
      if (policy.isUnplaced()) {
        ends.add(
            LooseEnds.place(policy.meta())
                + ": spec.tier names a Tier that is not there, or whose place depends on the version:"
                + " what it allows may come first, and what it denies may not be denied");
      }
    }
    Set<String> nodes = new HashSet<>();
    cluster.nodes().forEach(each -> nodes.add(each.name()));
    for (HostEndpoint endpoint : cluster.hostEndpoints()) {
      if (!nodes.contains(endpoint.node())) {
        ends.add(
            LooseEnds.place(endpoint.meta())
                + ": spec.node names Node "
                + endpoint.node()
                + ", which is not there: it protects nothing");
      }
    }
    return ends;
  }

  private static String key(ObjectMeta meta) {
    return meta.namespace() + "/" + meta.name();
  }

  private static void missing(
      ObjectMeta route,
      Routing.Target target,
      String kind,
      Set<String> there,
      String where,
      List<String> ends) {
    String name = target.namespace() + "/" + target.name();
    if (!there.contains(name)) {
      ends.add(
          LooseEnds.place(route)
              + ": "
              + (target.field().isEmpty() ? "spec" : target.field())
              + " names "
              + kind
              + " "
              + name
              + ", which is not there: it leads "
              + where);
    }
  }
}
