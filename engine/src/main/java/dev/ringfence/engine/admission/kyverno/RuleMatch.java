package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.admission.policy.PlainObjects;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code match} and {@code exclude} of a rule, and {@code match} of an exception. */
final class RuleMatch {

  private RuleMatch() {}

  /** Whether a block with {@code any}, {@code all} or, as of old, plain filters matches. */
  static boolean matches(@Nullable Object block, AdmissionRequest request) {
    Map<String, Object> fields = PlainObjects.fields(block);
    List<Map<String, Object>> any = PlainObjects.maps(fields.get("any"));
    List<Map<String, Object>> all = PlainObjects.maps(fields.get("all"));
    if (!any.isEmpty()) {
      return any.stream().anyMatch(one -> filter(one, request));
    }
    if (!all.isEmpty()) {
      return all.stream().allMatch(one -> filter(one, request));
    }
    return !fields.isEmpty() && filter(fields, request);
  }

  private static boolean filter(Map<String, Object> filter, AdmissionRequest request) {
    Map<String, Object> resources = PlainObjects.fields(filter.get("resources"));
    List<Map<String, Object>> subjects = PlainObjects.maps(filter.get("subjects"));
    boolean roles = filter.containsKey("roles") || filter.containsKey("clusterRoles");
    if (resources.isEmpty() && subjects.isEmpty() && !roles) {
      return false;
    }
    if (!resources(resources, request)) {
      return false;
    }
    if (roles) {
      throw new ExpressionException("roles of the requester are not looked up");
    }
    return subjects.isEmpty() || subjects.stream().anyMatch(one -> subject(one, request));
  }

  private static boolean resources(Map<String, Object> filter, AdmissionRequest request) {
    Map<String, Object> object =
        request.object() == null
            ? PlainObjects.fields(request.oldObject())
            : PlainObjects.fields(request.object());
    List<String> kinds = PlainObjects.texts(filter.get("kinds"));
    List<String> operations = PlainObjects.texts(filter.get("operations"));
    boolean isNamespace = request.group().isEmpty() && request.resource().equals("namespaces");
    String namespace = isNamespace ? "" : request.namespace();
    if (!kinds.isEmpty() && kinds.stream().noneMatch(kind -> isKind(kind, request))) {
      return false;
    }
    if (!operations.isEmpty() && !operations.contains(request.operation())) {
      return false;
    }
    String name = PlainObjects.text(object, "metadata", "name");
    String own = name.isEmpty() ? PlainObjects.text(object, "metadata", "generateName") : name;
    String wanted = PlainObjects.text(filter, "name");
    if (!wanted.isEmpty() && !Wildcard.matches(wanted, own)) {
      return false;
    }
    return fits(filter, "names", own)
        && fits(filter, "namespaces", isNamespace ? own : namespace)
        && annotations(filter, object)
        && selector(filter.get("selector"), labels(PlainObjects.at(object, "metadata", "labels")))
        && (!filter.containsKey("namespaceSelector")
            || selector(filter.get("namespaceSelector"), request.namespaceLabels()));
  }

  private static boolean fits(Map<String, Object> filter, String field, String value) {
    List<String> wanted = PlainObjects.texts(filter.get(field));
    return wanted.isEmpty() || wanted.stream().anyMatch(one -> Wildcard.matches(one, value));
  }

  /**
   * {@code Pod}, {@code v1/Pod}, {@code apps/v1/Deployment}, {@code *}{@code /Pod}, with wildcards.
   */
  static boolean isKind(String kind, AdmissionRequest request) {
    String[] parts = kind.replace('.', '/').split("/", -1);
    if (parts.length > 3) {
      throw new ExpressionException("the kind " + kind + " is not of a form that is known");
    }
    String last = parts[parts.length - 1];
    if (!last.isEmpty() && Character.isLowerCase(last.charAt(0))) {
      return false; // a subresource, which objects that are created are not
    }
    String version = parts.length > 1 ? parts[parts.length - 2] : "*";
    String group = parts.length > 2 ? parts[0] : "*";
    return Wildcard.matches(last, request.kind())
        && Wildcard.matches(version, request.version())
        && Wildcard.matches(group, request.group());
  }

  private static boolean annotations(Map<String, Object> filter, Map<String, Object> object) {
    Map<String, Object> there =
        PlainObjects.fields(PlainObjects.at(object, "metadata", "annotations"));
    for (Map.Entry<String, Object> wanted :
        PlainObjects.fields(filter.get("annotations")).entrySet()) {
      boolean found =
          there.entrySet().stream()
              .anyMatch(
                  one ->
                      Wildcard.matches(wanted.getKey(), one.getKey())
                          && Wildcard.matches(
                              String.valueOf(wanted.getValue()), String.valueOf(one.getValue())));
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private static LabelSet labels(@Nullable Object map) {
    Map<String, String> texts = new HashMap<>();
    PlainObjects.fields(map).forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return LabelSet.of(texts);
  }

  /** A label selector whose keys and values may have wildcards. */
  private static boolean selector(@Nullable Object selector, LabelSet labels) {
    Map<String, Object> fields = PlainObjects.fields(selector);
    for (Map.Entry<String, Object> wanted :
        PlainObjects.fields(fields.get("matchLabels")).entrySet()) {
      boolean found =
          labels.toMap().entrySet().stream()
              .anyMatch(
                  one ->
                      Wildcard.matches(wanted.getKey(), one.getKey())
                          && Wildcard.matches(String.valueOf(wanted.getValue()), one.getValue()));
      if (!found) {
        return false;
      }
    }
    for (Map<String, Object> one : PlainObjects.maps(fields.get("matchExpressions"))) {
      String value = labels.get(PlainObjects.text(one, "key"));
      List<String> values = PlainObjects.texts(one.get("values"));
      boolean holds =
          switch (PlainObjects.text(one, "operator")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new ExpressionException("a label selector's operator is not known");
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean subject(Map<String, Object> subject, AdmissionRequest request) {
    String name = PlainObjects.text(subject, "name");
    return switch (PlainObjects.text(subject, "kind")) {
      case "ServiceAccount" ->
          Wildcard.matches(
              "system:serviceaccount:" + PlainObjects.text(subject, "namespace") + ":" + name,
              request.user().name());
      case "User" -> Wildcard.matches(name, request.user().name());
      case "Group" ->
          request.user().groups().stream().anyMatch(group -> Wildcard.matches(name, group));
      default -> false;
    };
  }
}
