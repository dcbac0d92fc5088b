package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules.MatchResources;
import dev.ringfence.engine.cluster.AdmissionRules.ResourceRule;
import dev.ringfence.engine.cluster.LabelSelector;
import java.util.List;

/**
 * Whether a policy, a binding or a webhook is asked about a request: {@code
 * apiserver/pkg/admission/plugin/policy/matching} and {@code …/webhook/predicates}.
 */
public final class RequestMatch {

  private RequestMatch() {}

  /** Whether rules and both selectors match; no rules match everything only in bindings. */
  public static boolean matches(MatchResources match, boolean binding, AdmissionRequest request) {
    if (!matchesNamespace(match.namespaceSelector(), request)
        || !matchesObject(match.objectSelector(), request)) {
      return false;
    }
    for (ResourceRule excluded : match.excludeResourceRules()) {
      if (matches(excluded, match.exact(), request)) {
        return false;
      }
    }
    if (binding && match.resourceRules().isEmpty()) {
      return true;
    }
    return match.resourceRules().stream().anyMatch(rule -> matches(rule, match.exact(), request));
  }

  /** What has no namespace is matched by every selector, but a Namespace by its own labels. */
  private static boolean matchesNamespace(LabelSelector selector, AdmissionRequest request) {
    boolean isNamespace = request.group().isEmpty() && request.resource().equals("namespaces");
    return selector.isEmpty()
        || (request.namespace().isEmpty() && !isNamespace)
        || selector.matches(request.namespaceLabels());
  }

  private static boolean matchesObject(LabelSelector selector, AdmissionRequest request) {
    return selector.isEmpty()
        || (request.object() != null && selector.matches(request.labels(false)))
        || (request.oldObject() != null && selector.matches(request.labels(true)));
  }

  /** One rule; with Equivalent another version of the same resource counts as well. */
  static boolean matches(ResourceRule rule, boolean exact, AdmissionRequest request) {
    return has(rule.operations(), request.operation())
        && has(rule.apiGroups(), request.group())
        && (!exact || has(rule.apiVersions(), request.version()))
        && hasResource(rule.resources(), request)
        && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(request.name()))
        && inScope(rule.scope(), request);
  }

  private static boolean has(List<String> list, String value) {
    return list.contains("*") || list.contains(value);
  }

  /** {@code *} is every resource without subresource, {@code *}{@code /*} every one with it. */
  private static boolean hasResource(List<String> resources, AdmissionRequest request) {
    for (String item : resources) {
      int slash = item.indexOf('/');
      String resource = slash < 0 ? item : item.substring(0, slash);
      String subresource = slash < 0 ? "" : item.substring(slash + 1);
      if ((resource.equals("*") || resource.equals(request.resource()))
          && (subresource.equals("*") || subresource.equals(request.subresource()))) {
        return true;
      }
    }
    return false;
  }

  /** A Namespace has no namespace, though requests about it name one. */
  private static boolean inScope(String scope, AdmissionRequest request) {
    boolean namespaced =
        !request.namespace().isEmpty()
            && !(request.group().isEmpty() && request.resource().equals("namespaces"));
    return switch (scope) {
      case "Cluster" -> !namespaced;
      case "Namespaced" -> namespaced;
      default -> true;
    };
  }
}
