package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.List;

/**
 * What one API request is authorized by: the attributes of a SubjectAccessReview. Empty strings
 * mean "none"; a request has either a resource or a path.
 *
 * <p>Matching is that of {@code RuleAllows} in {@code plugin/pkg/auth/authorizer/rbac/rbac.go}.
 */
public record Request(
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {

  /** A request for a resource; {@code namespace} is empty for cluster-scoped or all of them. */
  public static Request resource(
      String verb,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    return new Request(verb, group, resource, subresource, namespace, name, "");
  }

  /** A request for a path that is no resource, for example {@code /metrics}. */
  public static Request path(String verb, String path) {
    return new Request(verb, "", "", "", "", "", path);
  }

  /** Whether the rule allows the request, wherever the rule applies. */
  public boolean allowedBy(Rbac.Rule rule) {
    if (!has(rule.verbs(), verb)) {
      return false;
    }
    if (!path.isEmpty()) {
      return allowsPath(rule.nonResourceURLs(), path);
    }
    return has(rule.apiGroups(), group)
        && allowsResource(rule.resources(), resource, subresource)
        && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(name));
  }

  /** Whether the list holds the value or the wildcard. */
  static boolean has(List<String> list, String value) {
    for (String item : list) {
      if (item.equals("*") || item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code *} covers subresources too and {@code *}{@code /log} any log; {@code pods/*} is none.
   */
  static boolean allowsResource(List<String> resources, String resource, String subresource) {
    for (String item : resources) {
      if (item.equals("*")) {
        return true;
      }
      if (subresource.isEmpty()) {
        if (item.equals(resource)) {
          return true;
        }
        continue;
      }
      int slash = item.length() - subresource.length() - 1;
      if (slash >= 0 && item.charAt(slash) == '/' && item.endsWith(subresource)) {
        boolean anyResource = slash == 1 && item.charAt(0) == '*';
        if (anyResource || (slash == resource.length() && item.startsWith(resource))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean allowsPath(List<String> paths, String path) {
    for (String item : paths) {
      if (covers(item, path) || item.equals("*")) {
        return true;
      }
    }
    return false;
  }

  /** Whether one entry of nonResourceURLs covers another, or a path. */
  static boolean covers(String item, String path) {
    if (item.equals(path)) {
      return true;
    }
    if (!item.endsWith("*")) {
      return false;
    }
    int end = item.length();
    while (end > 0 && item.charAt(end - 1) == '*') {
      end--;
    }
    return path.startsWith(item.substring(0, end));
  }

  /** {@code get secrets in saas}, as people say it. */
  @Override
  public String toString() {
    if (!path.isEmpty()) {
      return verb + " " + path;
    }
    StringBuilder words = new StringBuilder(verb).append(' ').append(resource);
    if (!subresource.isEmpty()) {
      words.append('/').append(subresource);
    }
    if (!group.isEmpty()) {
      words.append('.').append(group);
    }
    if (!name.isEmpty()) {
      words.append(' ').append(name);
    }
    return words.append(namespace.isEmpty() ? " everywhere" : " in " + namespace).toString();
  }
}
