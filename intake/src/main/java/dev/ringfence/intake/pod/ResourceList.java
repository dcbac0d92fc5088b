package dev.ringfence.intake.pod;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.util.Map;
import java.util.Set;

/**
 * Quantities by resource, of which the API server refuses names that are none, amounts below zero
 * and parts of what comes whole.
 *
 * <p>Source: k8s.io/kubernetes/pkg/apis/core/validation; a differential test asks the server.
 */
public final class ResourceList {

  /** Where the list stands: the same name is good in one place and refused in another. */
  public enum Place {
    /** {@code resources} of a container, and overhead. */
    CONTAINER,
    /** {@code resources} of a pod as a whole. */
    POD,
    /** {@code spec.hard} of a ResourceQuota. */
    QUOTA,
    /** Capacity and requests of volumes: amounts alone matter. */
    VOLUME,
    /** What a node says it has: amounts alone matter. */
    NODE
  }

  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");
  private static final Set<String> OF_QUOTAS =
      Set.of(
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");
  private static final String PAGES = "hugepages-";

  private ResourceList() {}

  /** The canonical quantities of a list, each as its place demands it. */
  public static Map<String, String> in(Fields parent, String field, Place place) {
    Map<String, String> list = Quantity.map(parent, field);
    for (Map.Entry<String, String> entry : list.entrySet()) {
      check(parent.fields(field), entry.getKey(), entry.getValue(), place);
    }
    return list;
  }

  private static void check(Fields list, String name, String quantity, Place place) {
    if (quantity.startsWith("-")) {
      throw ShapeException.refused(list, name, "must not be negative, but is " + quantity);
    }
    if (name.equals("cpu") || name.equals("memory")) {
      return;
    }
    switch (place) {
      case CONTAINER -> {
        checkName(list, name, name.equals("ephemeral-storage") || name.startsWith(PAGES));
        if (name.startsWith("requests.") && isOfSomeDomain(name)) {
          throw ShapeException.refused(list, name, "begins as a quota's name, not a resource's");
        }
      }
      case POD -> {
        if (!name.startsWith(PAGES)) {
          throw ShapeException.refused(list, name, "is no resource of a pod as a whole");
        }
      }
      case QUOTA ->
          checkName(
              list,
              name,
              OF_QUOTAS.contains(name)
                  || COUNTED.contains(name)
                  || name.startsWith(PAGES)
                  || name.startsWith("requests." + PAGES));
      case VOLUME, NODE -> {}
    }
    boolean whole = COUNTED.contains(name) || isExtended(name);
    if (whole && quantity.endsWith("m")) {
      throw ShapeException.refused(list, name, "must be a whole number, but is " + quantity);
    }
  }

  private static void checkName(Fields list, String name, boolean standard) {
    if (!QualifiedName.isOne(name)) {
      throw ShapeException.refused(
          list, name, "is no resource's name: letters, digits and -_. after a domain and a slash");
    }
    if (name.indexOf('/') < 0 && !standard) {
      throw ShapeException.refused(
          list, name, "is no resource of Kubernetes here; others are named DOMAIN/NAME");
    }
  }

  /** What device plug-ins offer, by its domain. */
  private static boolean isExtended(String name) {
    return isOfSomeDomain(name) && !name.startsWith("requests.");
  }

  private static boolean isOfSomeDomain(String name) {
    return name.indexOf('/') > 0 && !name.contains("kubernetes.io/");
  }
}
