package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rules tell names, which delete, and which write custom resources: questions about any
 * resource instead of a few known ones.
 */
final class NamesRule {

  /** Built-in resources without a namespace whose names may tell of tenants. */
  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "namespaces",
          "nodes",
          "persistentvolumes",
          "customresourcedefinitions",
          "priorityclasses",
          "clusterroles",
          "clusterrolebindings",
          "certificatesigningrequests",
          "volumeattachments",
          "mutatingwebhookconfigurations",
          "validatingwebhookconfigurations",
          "mutatingadmissionpolicies",
          "mutatingadmissionpolicybindings",
          "validatingadmissionpolicies",
          "validatingadmissionpolicybindings",
          "flowschemas",
          "prioritylevelconfigurations",
          "storageclasses",
          "resourceslices",
          "deviceclasses");

  /** Built-in resources without a namespace that are the cluster's, never a tenant's. */
  private static final Set<String> NOBODYS =
      Set.of(
          "componentstatuses",
          "csidrivers",
          "csinodes",
          "ingressclasses",
          "runtimeclasses",
          "apiservices",
          "servicecidrs",
          "ipaddresses");

  /** What the bootstrap roles open to everybody authenticated, and the keys of token issuers. */
  private static final List<String> DISCOVERY =
      List.of(
          "/healthz",
          "/livez",
          "/readyz",
          "/version",
          "/openapi",
          "/api",
          "/.well-known/openid-configuration",
          "/openid/v1/jwks");

  private final Set<String> clusterScopedCustom = new HashSet<>();
  private final Set<String> customGroups = new HashSet<>();

  NamesRule(Cluster cluster) {
    for (Policies.CustomResource definition : cluster.customResources()) {
      customGroups.add(definition.group());
      if (!definition.namespaced()) {
        clusterScopedCustom.add(definition.plural());
      }
    }
  }

  /** Whether the rule lists names of things that live in a namespace. */
  boolean listsNamespaced(Rbac.Rule rule) {
    return lists(rule) && rule.resources().stream().anyMatch(this::isNamespaced);
  }

  /** Whether the rule lists things without a namespace that may be named after tenants. */
  boolean listsClusterScoped(Rbac.Rule rule) {
    return lists(rule)
        && rule.resources().stream()
            .anyMatch(
                resource ->
                    resource.equals("*")
                        || CLUSTER_SCOPED.contains(resource)
                        || clusterScopedCustom.contains(resource));
  }

  private static boolean lists(Rbac.Rule rule) {
    // The answer to the deletion of a collection, as a dry run too, is the list of what was there.
    return Request.has(rule.verbs(), "list")
        || Request.has(rule.verbs(), "watch")
        || Request.has(rule.verbs(), "deletecollection");
  }

  private boolean isNamespaced(String resource) {
    return resource.indexOf('/') < 0
        && !CLUSTER_SCOPED.contains(resource)
        && !NOBODYS.contains(resource)
        && !clusterScopedCustom.contains(resource);
  }

  /** Whether the rule deletes things that live in a namespace. */
  boolean deletesNamespaced(Rbac.Rule rule) {
    return deletes(rule) && rule.resources().stream().anyMatch(this::isNamespaced);
  }

  /**
   * Whether the rule deletes things without a namespace, other than namespaces, which are asked for
   * one by one.
   */
  boolean deletesClusterScoped(Rbac.Rule rule) {
    return deletes(rule)
        && rule.resources().stream()
            .anyMatch(
                resource ->
                    resource.equals("*")
                        || NOBODYS.contains(resource)
                        || clusterScopedCustom.contains(resource)
                        || (CLUSTER_SCOPED.contains(resource) && !resource.equals("namespaces")));
  }

  private static boolean deletes(Rbac.Rule rule) {
    // A collection is deleted without a name.
    return Request.has(rule.verbs(), "delete")
        || (rule.resourceNames().isEmpty() && Request.has(rule.verbs(), "deletecollection"));
  }

  /** Whether the rule reads paths that tell more than discovery: metrics, debug, logs. */
  boolean readsPaths(Rbac.Rule rule) {
    return rule.nonResourceURLs().stream()
        .anyMatch(path -> DISCOVERY.stream().noneMatch(path::startsWith));
  }

  /**
   * Whether the rule writes objects of some custom kind: of a definition that was read, or of a
   * group that looks like one.
   */
  boolean writesCustomResources(Rbac.Rule rule) {
    boolean writes =
        Request.has(rule.verbs(), "create")
            || Request.has(rule.verbs(), "update")
            || Request.has(rule.verbs(), "patch");
    if (!writes || rule.resources().isEmpty()) {
      return false;
    }
    for (String group : rule.apiGroups()) {
      if (group.equals("*") ? !customGroups.isEmpty() : isCustom(group)) {
        return true;
      }
    }
    return false;
  }

  /** Groups of Kubernetes itself have no dot or end in {@code .k8s.io}. */
  private boolean isCustom(String group) {
    return customGroups.contains(group) || (group.indexOf('.') >= 0 && !group.endsWith(".k8s.io"));
  }
}
