package dev.ringfence.engine.cluster;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces by name, and service accounts, that policies name and that are not there. API servers
 * accept them, and what they would let through or close they do not.
 */
final class LooseNames {

  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final Pattern PRINCIPAL = Pattern.compile("[^/]*/ns/([^/*]+)/sa/([^/*]+)");

  private final Cluster cluster;
  private final Set<String> namespaces = new HashSet<>();
  private final Set<String> accounts = new HashSet<>();

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

  /** One sentence each. */
  List<String> all() {
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
      for (TieredPolicy.Peer peer : rule.simplePeers().toList()) {
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
}
