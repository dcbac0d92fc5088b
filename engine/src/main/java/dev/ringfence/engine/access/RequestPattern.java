package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.List;

/**
 * Requests that serve one purpose: any of the verbs on any of the resources.
 *
 * @param resources with subresource, for example {@code pods/exec}; {@code *} for whatever the
 *     group has, subresources left out
 */
public record RequestPattern(List<String> verbs, String group, List<String> resources) {

  /** Whether the rule allows one of the requests, for whatever name. */
  boolean isAllowedBy(Rbac.Rule rule) {
    return allowsGroup(rule) && allowsSomeVerb(rule) && allowsSomeResource(rule);
  }

  private boolean allowsGroup(Rbac.Rule rule) {
    return Request.has(rule.apiGroups(), group);
  }

  private boolean allowsSomeVerb(Rbac.Rule rule) {
    for (String verb : verbs) {
      if (Request.has(rule.verbs(), verb)) {
        return true;
      }
    }
    return false;
  }

  private boolean allowsSomeResource(Rbac.Rule rule) {
    for (String resource : resources) {
      if (resource.equals("*") ? allowsSomeWhole(rule) : allows(rule, resource)) {
        return true;
      }
    }
    return false;
  }

  /** A subresource, such as {@code status}, is none of what the group has. */
  private static boolean allowsSomeWhole(Rbac.Rule rule) {
    return rule.resources().stream().anyMatch(resource -> resource.indexOf('/') < 0);
  }

  private static boolean allows(Rbac.Rule rule, String resource) {
    int slash = resource.indexOf('/');
    return slash < 0
        ? Request.allowsResource(rule.resources(), resource, "")
        : Request.allowsResource(
            rule.resources(), resource.substring(0, slash), resource.substring(slash + 1));
  }

  /**
   * Whether a rule with resourceNames authorizes one of the requests by their name alone. Creating
   * a whole object has no name in its URL; its deletion by the collection neither.
   */
  boolean isAllowedByName(Rbac.Rule rule) {
    if (!allowsGroup(rule) || !allowsSomeResource(rule)) {
      return false;
    }
    for (String verb : verbs) {
      boolean named =
          !verb.equals("deletecollection") && (!verb.equals("create") || subresourceAllowed(rule));
      if (named && Request.has(rule.verbs(), verb)) {
        return true;
      }
    }
    return false;
  }

  private boolean subresourceAllowed(Rbac.Rule rule) {
    for (String resource : resources) {
      if (resource.indexOf('/') >= 0 && allows(rule, resource)) {
        return true;
      }
    }
    return false;
  }

  /** The resources without subresource that the rule allows to create by name only. */
  List<String> creatableByName(Rbac.Rule rule) {
    if (!verbs.contains("create") || !allowsGroup(rule) || !Request.has(rule.verbs(), "create")) {
      return List.of();
    }
    return resources.stream()
        .filter(resource -> resource.indexOf('/') < 0 && allows(rule, resource))
        .toList();
  }
}
