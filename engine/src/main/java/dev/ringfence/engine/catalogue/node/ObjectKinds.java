package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which kinds the API server stores, and where no quota counts their objects. */
final class ObjectKinds {

  /**
   * A kind by its resource.
   *
   * @param group empty for the core's
   * @param resource in the plural, with its group where it has one
   */
  record Kind(String group, String plural, boolean namespaced, String resource) {

    /** What a quota would name. */
    String quotaKey() {
      return "count/" + resource();
    }

    static Kind of(String group, String plural, boolean namespaced) {
      return new Kind(group, plural, namespaced, group.isEmpty() ? plural : plural + "." + group);
    }
  }

  /** Of Kubernetes itself, by group; Services and their like, of which F1 asks elsewhere, too. */
  private static final List<String> NAMESPACED =
      List.of(
          " serviceaccounts configmaps secrets services persistentvolumeclaims pods",
          "apps deployments replicasets statefulsets daemonsets controllerrevisions",
          "batch jobs cronjobs",
          " replicationcontrollers events endpoints podtemplates limitranges resourcequotas",
          "autoscaling horizontalpodautoscalers",
          "coordination.k8s.io leases",
          "discovery.k8s.io endpointslices",
          "events.k8s.io events",
          "networking.k8s.io ingresses networkpolicies",
          "policy poddisruptionbudgets",
          "rbac.authorization.k8s.io roles rolebindings",
          "resource.k8s.io resourceclaims resourceclaimtemplates",
          "storage.k8s.io csistoragecapacities");

  /** The same without a namespace. */
  private static final List<String> CLUSTER_SCOPED =
      List.of(
          " namespaces nodes persistentvolumes",
          "admissionregistration.k8s.io validatingadmissionpolicies",
          "apiextensions.k8s.io customresourcedefinitions",
          "certificates.k8s.io certificatesigningrequests",
          "flowcontrol.apiserver.k8s.io flowschemas prioritylevelconfigurations",
          "networking.k8s.io ingressclasses",
          "node.k8s.io runtimeclasses",
          "rbac.authorization.k8s.io clusterroles clusterrolebindings",
          "resource.k8s.io deviceclasses resourceslices",
          "scheduling.k8s.io priorityclasses",
          "storage.k8s.io storageclasses volumeattachments");

  /** Stands for the kinds of a group of which a rule names none. */
  private static final String ANY = "(any)";

  private final Landscape landscape;
  private final List<Kind> all = new ArrayList<>();
  private final Set<String> read = new HashSet<>();
  private final Map<Integer, Set<Kind>> unread = new HashMap<>();
  private final boolean definitionsRead;
  private final Map<Kind, Boolean> freeSomewhere = new HashMap<>();

  private ObjectKinds(Landscape landscape) {
    this.landscape = landscape;
    add(NAMESPACED, true);
    add(CLUSTER_SCOPED, false);
    for (Policies.CustomResource custom : landscape.cluster().customResources()) {
      all.add(Kind.of(custom.group(), custom.plural(), custom.namespaced()));
      read.add(custom.plural() + "." + custom.group());
    }
    this.definitionsRead = areDefinitionsRead(landscape.cluster());
  }

  /** A folder may leave definitions out; of a dump that has one, and of a live list, all are. */
  private static boolean areDefinitionsRead(Cluster cluster) {
    return switch (cluster.sourceKind()) {
      case MANIFESTS -> false;
      case DUMP -> !cluster.customResources().isEmpty();
      case LIVE ->
          cluster.unreadable().stream()
              .noneMatch(one -> one.kind().equals("CustomResourceDefinition"));
    };
  }

  /** Kinds of groups that are not Kubernetes' own; one of any name where a rule means all. */
  private void addNamed(Rbac.Rule rule, Set<Kind> named) {
    for (String group : rule.apiGroups()) {
      if (group.indexOf('.') >= 0 && !group.endsWith(".k8s.io")) {
        for (String resource : rule.resources()) {
          if (resource.equals("*")) {
            named.add(Kind.of(group, ANY, true));
          } else if (resource.indexOf('/') < 0 && !read.contains(resource + "." + group)) {
            named.add(Kind.of(group, resource, true));
          }
        }
      }
    }
  }

  private void add(List<String> lines, boolean namespaced) {
    for (String line : lines) {
      List<String> words = List.of(line.split(" ", -1));
      for (String plural : words.subList(1, words.size())) {
        all.add(Kind.of(words.getFirst(), plural, namespaced));
      }
    }
  }

  static ObjectKinds of(Landscape landscape) {
    return new ObjectKinds(landscape);
  }

  /** Every kind, those of definitions that were read among them. */
  List<Kind> all() {
    return all;
  }

  /**
   * Kinds that an identity's rules name and whose definitions were not read, where some may not
   * have been.
   */
  Set<Kind> unread(int identity) {
    return definitionsRead ? Set.of() : unread.computeIfAbsent(identity, this::named);
  }

  private Set<Kind> named(int identity) {
    Set<Kind> named = new LinkedHashSet<>();
    landscape
        .access()
        .hasRule(
            identity,
            rule -> {
              addNamed(rule, named);
              return false;
            });
    return named;
  }

  /**
   * Whether nothing counts objects of the kind.
   *
   * @param scope a namespace, or {@link Access#EVERYWHERE} for some namespace or none
   */
  boolean isFree(Kind kind, int scope) {
    if (!kind.namespaced()) {
      return scope == Access.EVERYWHERE;
    }
    return scope == Access.EVERYWHERE
        ? freeSomewhere.computeIfAbsent(kind, this::isFreeSomewhere)
        : !landscape.contention().boundsCount(scope, kind.resource());
  }

  private boolean isFreeSomewhere(Kind kind) {
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      if (isFree(kind, namespace)) {
        return true;
      }
    }
    return false;
  }
}
