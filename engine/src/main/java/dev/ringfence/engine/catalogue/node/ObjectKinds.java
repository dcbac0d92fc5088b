package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which kinds the API server stores, and where no quota counts their objects. */
final class ObjectKinds {

  /**
   * A kind by its resource.
   *
   * @param group empty for the core's
   */
  record Kind(String group, String plural, boolean namespaced) {

    /** What a quota would name. */
    String quotaKey() {
      return "count/" + resource();
    }

    private String resource() {
      return group.isEmpty() ? plural : plural + "." + group;
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

  private final Landscape landscape;
  private final List<Kind> all = new ArrayList<>();
  private final Map<Kind, Boolean> freeSomewhere = new HashMap<>();

  private ObjectKinds(Landscape landscape) {
    this.landscape = landscape;
    add(NAMESPACED, true);
    add(CLUSTER_SCOPED, false);
    for (Policies.CustomResource custom : landscape.cluster().customResources()) {
      all.add(new Kind(custom.group(), custom.plural(), custom.namespaced()));
    }
  }

  private void add(List<String> lines, boolean namespaced) {
    for (String line : lines) {
      List<String> words = List.of(line.split(" ", -1));
      for (String plural : words.subList(1, words.size())) {
        all.add(new Kind(words.getFirst(), plural, namespaced));
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
