package dev.ringfence.benchmark.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator writes beside the policies of a generated cluster: for each tenant one
 * ClusterNetworkPolicy that keeps other tenants out but for DNS, one that keeps all from nodes and
 * the metadata service, and a baseline that denies.
 */
final class Tiers {

  private Tiers() {}

  static String of(Cluster cluster) {
    TreeSet<String> tenants = new TreeSet<>();
    for (Namespace namespace : cluster.namespaces()) {
      String tenant = namespace.labels().get("tenant");
      if (tenant != null) {
        tenants.add(tenant);
      }
    }
    StringBuilder yaml = new StringBuilder();
    for (String tenant : tenants) {
      yaml.append(
          """
          ---
          apiVersion: policy.networking.k8s.io/v1alpha2
          kind: ClusterNetworkPolicy
          metadata: {name: keep-%1$s}
          spec:
            tier: Admin
            priority: 100
            subject: {namespaces: {matchLabels: {tenant: %1$s}}}
            ingress:
            - action: Pass
              from: [{namespaces: {matchLabels: {tenant: %1$s}}}]
            - action: Deny
              from: [{namespaces: {matchExpressions: [{key: tenant, operator: Exists}]}}]
          """
              .formatted(tenant));
    }
    return yaml.append(
            """
            ---
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: nodes}
            spec:
              tier: Admin
              priority: 10
              subject: {namespaces: {matchExpressions: [{key: tenant, operator: Exists}]}}
              egress:
              - {action: Deny, to: [{nodes: {}}]}
              - {action: Deny, to: [{networks: [169.254.0.0/16]}]}
            ---
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: baseline}
            spec:
              tier: Baseline
              priority: 10
              subject: {namespaces: {matchExpressions: [{key: tenant, operator: Exists}]}}
              ingress:
              - {action: Deny, from: [{namespaces: {}}]}
            """)
        .toString();
  }

  /** Whether it is the one that keeps other tenants out of one. */
  static boolean isOfTenant(TieredPolicy policy) {
    return policy.meta().reference().name().startsWith("keep-");
  }

  /** The same policy with every decision left to the next tier. */
  static TieredPolicy passing(TieredPolicy policy) {
    return new TieredPolicy(
        policy.meta(),
        policy.api(),
        policy.tier(),
        policy.order(),
        policy.subject(),
        passing(policy.ingress()),
        passing(policy.egress()),
        policy.hosts());
  }

  private static TieredPolicy.@Nullable Section passing(TieredPolicy.@Nullable Section section) {
    if (section == null) {
      return null;
    }
    List<TieredPolicy.Rule> rules =
        section.rules().stream()
            .map(
                rule ->
                    new TieredPolicy.Rule(
                        rule.field(),
                        TieredPolicy.Action.PASS,
                        rule.peers(),
                        rule.ports(),
                        rule.understood()))
            .toList();
    return new TieredPolicy.Section(rules, section.deniesRest());
  }
}
