package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users and groups of the library's K8sPSPAllowedUsers and K8sPSPFSGroup. */
final class UsersRule {

  private UsersRule() {}

  static boolean refuses(
      Map<String, Object> parameters,
      Map<String, Object> pod,
      List<Map<String, Object>> containers) {
    for (Map<String, Object> container : containers) {
      if (refusesUser(parameters, pod, container)) {
        return true;
      }
      for (String field : List.of("runAsGroup", "supplementalGroups", "fsGroup")) {
        if (refusesGroup(field, parameters, pod, container)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean refusesUser(
      Map<String, Object> parameters, Map<String, Object> pod, Map<String, Object> container) {
    if (!(parameters.get("runAsUser") instanceof Map<?, ?> written)) {
      return false;
    }
    Map<String, Object> wanted = PlainObjects.fields(written);
    Object user = value("runAsUser", pod, container);
    return switch (PlainObjects.text(wanted, "rule")) {
      case "RunAsAny" -> false;
      case "MustRunAs" -> user == null || !isInRange(user, wanted);
      case "MustRunAsNonRoot" ->
          user == null
              ? !Boolean.TRUE.equals(value("runAsNonRoot", pod, container))
              : user instanceof Number number && number.longValue() == 0;
      default -> user != null;
    };
  }

  private static boolean refusesGroup(
      String field,
      Map<String, Object> parameters,
      Map<String, Object> pod,
      Map<String, Object> container) {
    if (!(parameters.get(field) instanceof Map<?, ?> written)) {
      return false;
    }
    Map<String, Object> wanted = PlainObjects.fields(written);
    String rule = PlainObjects.text(wanted, "rule");
    Object value = value(field, pod, container);
    if (rule.equals("RunAsAny")) {
      return false;
    }
    if (value == null) {
      return rule.equals("MustRunAs");
    }
    return value instanceof List<?> groups
        ? groups.stream().anyMatch(one -> !isInRange(one, wanted))
        : !isInRange(value, wanted);
  }

  /** The pod's alone, in a template of its own. */
  static boolean refusesFileSystemGroup(Map<String, Object> parameters, Map<String, Object> pod) {
    Object group = PlainObjects.at(pod, "spec", "securityContext", "fsGroup");
    return switch (PlainObjects.text(parameters, "rule")) {
      case "RunAsAny" -> false;
      case "MayRunAs" -> group != null && !isInRange(group, parameters);
      case "MustRunAs" -> group == null || !isInRange(group, parameters);
      default -> true;
    };
  }

  private static @Nullable Object value(
      String field, Map<String, Object> pod, Map<String, Object> container) {
    Object own = PlainObjects.at(container, "securityContext", field);
    return own == null ? PlainObjects.at(pod, "spec", "securityContext", field) : own;
  }

  private static boolean isInRange(@Nullable Object value, Map<String, Object> wanted) {
    return value instanceof Number number
        && PlainObjects.maps(wanted.get("ranges")).stream()
            .anyMatch(
                range ->
                    range.get("min") instanceof Number least
                        && range.get("max") instanceof Number most
                        && least.longValue() <= number.longValue()
                        && number.longValue() <= most.longValue());
  }
}
