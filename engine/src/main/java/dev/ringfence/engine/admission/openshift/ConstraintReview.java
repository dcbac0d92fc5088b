package dev.ringfence.engine.admission.openshift;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one constraint has against a pod, after it has set its defaults: what the pod leaves unset
 * it sets so that it fits, thus only what the pod does set can be refused.
 */
final class ConstraintReview {

  private static final String USER_RANGE = "openshift.io/sa.scc.uid-range";
  private static final String GROUPS = "openshift.io/sa.scc.supplemental-groups";
  private static final String LABEL = "openshift.io/sa.scc.mcs";

  private final Map<String, Object> constraint;
  private final Map<String, String> annotations;
  private final List<String> against = new ArrayList<>();

  private ConstraintReview(Map<String, Object> constraint, Map<String, String> annotations) {
    this.constraint = constraint;
    this.annotations = annotations;
  }

  /**
   * @param annotations of the namespace, which name its ranges
   */
  static List<String> of(
      Map<String, Object> constraint, Map<String, Object> pod, Map<String, String> annotations) {
    ConstraintReview review = new ConstraintReview(constraint, annotations);
    review.pod(PlainObjects.fields(pod.get("spec")));
    return review.against;
  }

  private void forbid(boolean holds, String what) {
    if (holds && !against.contains(what)) {
      against.add(what);
    }
  }

  private boolean allows(String field) {
    return Boolean.TRUE.equals(constraint.get(field));
  }

  private void pod(Map<String, Object> spec) {
    forbid(isTrue(spec, "hostNetwork") && !allows("allowHostNetwork"), "hostNetwork");
    forbid(isTrue(spec, "hostPID") && !allows("allowHostPID"), "hostPID");
    forbid(isTrue(spec, "hostIPC") && !allows("allowHostIPC"), "hostIPC");
    List<String> types = PlainObjects.texts(constraint.get("volumes"));
    for (Map<String, Object> volume : PlainObjects.maps(spec.get("volumes"))) {
      for (String type : volume.keySet()) {
        boolean allowed =
            type.equals("name")
                || types.contains("*")
                || types.contains(type)
                || (type.equals("projected") && isToken(volume.get(type)));
        forbid(!allowed, "volume " + type);
        forbid(type.equals("hostPath") && !allows("allowHostDirVolumePlugin"), "volume hostPath");
      }
    }
    Map<String, Object> own = PlainObjects.fields(spec.get("securityContext"));
    user(own.get("runAsUser"));
    label(own.get("seLinuxOptions"));
    group("fsGroup", own.get("fsGroup"));
    PlainObjects.items(own.get("supplementalGroups"))
        .forEach(one -> group("supplementalGroups", one));
    seccomp(own);
    for (String kind : List.of("initContainers", "containers", "ephemeralContainers")) {
      PlainObjects.maps(spec.get(kind)).forEach(one -> container(one, own));
    }
  }

  /** The volume of a service account's token is always allowed. */
  private static boolean isToken(@Nullable Object projected) {
    return PlainObjects.maps(PlainObjects.at(projected, "sources")).stream()
        .allMatch(
            one ->
                one.containsKey("serviceAccountToken")
                    || PlainObjects.text(one, "configMap", "name").endsWith("-ca.crt")
                    || one.containsKey("downwardAPI"));
  }

  private void container(Map<String, Object> container, Map<String, Object> ofPod) {
    Map<String, Object> own = PlainObjects.fields(container.get("securityContext"));
    forbid(isTrue(own, "privileged") && !allows("allowPrivilegedContainer"), "privileged");
    forbid(
        isTrue(own, "allowPrivilegeEscalation")
            && Boolean.FALSE.equals(constraint.get("allowPrivilegeEscalation")),
        "allowPrivilegeEscalation");
    forbid(
        allows("readOnlyRootFilesystem") && Boolean.FALSE.equals(own.get("readOnlyRootFilesystem")),
        "readOnlyRootFilesystem");
    Set<String> allowed = Set.copyOf(PlainObjects.texts(constraint.get("allowedCapabilities")));
    Set<String> byDefault =
        Set.copyOf(PlainObjects.texts(constraint.get("defaultAddCapabilities")));
    List<String> dropped = PlainObjects.texts(constraint.get("requiredDropCapabilities"));
    for (String capability : PlainObjects.texts(PlainObjects.at(own, "capabilities", "add"))) {
      boolean fits =
          allowed.contains("*") || allowed.contains(capability) || byDefault.contains(capability);
      forbid(!fits || dropped.contains(capability), "capability " + capability);
    }
    for (Map<String, Object> port : PlainObjects.maps(container.get("ports"))) {
      boolean host = port.get("hostPort") instanceof Long number && number != 0;
      forbid(host && !allows("allowHostPorts"), "hostPort");
    }
    user(own.get("runAsUser"));
    Object nonRoot = own.getOrDefault("runAsNonRoot", ofPod.get("runAsNonRoot"));
    forbid(
        strategy("runAsUser").equals("MustRunAsNonRoot") && Boolean.FALSE.equals(nonRoot),
        "runAsNonRoot");
    label(own.get("seLinuxOptions"));
    seccomp(own);
  }

  private String strategy(String field) {
    return PlainObjects.text(constraint, field, "type");
  }

  private void user(@Nullable Object user) {
    if (!(user instanceof Long number)) {
      return;
    }
    Map<String, Object> rule = PlainObjects.fields(constraint.get("runAsUser"));
    switch (strategy("runAsUser")) {
      case "MustRunAs" -> forbid(!number.equals(rule.get("uid")), "runAsUser");
      case "MustRunAsRange" -> {
        boolean fits =
            (rule.get("uidRangeMin") instanceof Long least
                    && rule.get("uidRangeMax") instanceof Long most)
                ? number >= least && number <= most
                : isInRange(annotations.getOrDefault(USER_RANGE, ""), number);
        forbid(!fits, "runAsUser");
      }
      case "MustRunAsNonRoot" -> forbid(number == 0, "runAsUser");
      default -> {}
    }
  }

  private void group(String field, @Nullable Object group) {
    if (!(group instanceof Long number) || !strategy(field).equals("MustRunAs")) {
      return;
    }
    List<Map<String, Object>> ranges =
        PlainObjects.maps(PlainObjects.at(constraint.get(field), "ranges"));
    boolean fits =
        ranges.isEmpty()
            ? isInRange(
                annotations.getOrDefault(GROUPS, annotations.getOrDefault(USER_RANGE, "")), number)
            : ranges.stream()
                .anyMatch(
                    one ->
                        one.get("min") instanceof Long least
                            && one.get("max") instanceof Long most
                            && number >= least
                            && number <= most);
    forbid(!fits, field);
  }

  /** {@code FIRST/COUNT} or {@code FIRST-LAST}, several with commas. */
  private static boolean isInRange(String ranges, long number) {
    for (String range : ranges.split(",", -1)) {
      String[] ends = range.strip().split("[/-]", -1);
      try {
        if (ends.length == 2) {
          long first = Long.parseLong(ends[0]);
          long second = Long.parseLong(ends[1]);
          long last = range.contains("/") ? first + second - 1 : second;
          if (number >= first && number <= last) {
            return true;
          }
        }
      } catch (NumberFormatException noRange) {
        return false;
      }
    }
    return false;
  }

  private void label(@Nullable Object options) {
    if (!(options instanceof Map<?, ?>) || !strategy("seLinuxContext").equals("MustRunAs")) {
      return;
    }
    Map<String, Object> wanted =
        PlainObjects.fields(PlainObjects.at(constraint, "seLinuxContext", "seLinuxOptions"));
    String level = PlainObjects.text(options, "level");
    String ofNamespace = annotations.getOrDefault(LABEL, "");
    boolean fits =
        level.isEmpty()
            || level.equals(PlainObjects.text(wanted, "level"))
            || level.equals(ofNamespace);
    for (String part : List.of("user", "role", "type")) {
      String own = PlainObjects.text(options, part);
      fits &= own.isEmpty() || own.equals(PlainObjects.text(wanted, part));
    }
    forbid(!fits, "seLinuxOptions");
  }

  private void seccomp(Map<String, Object> context) {
    String type = PlainObjects.text(context, "seccompProfile", "type");
    if (type.isEmpty()) {
      return;
    }
    List<String> allowed = PlainObjects.texts(constraint.get("seccompProfiles"));
    String word =
        switch (type) {
          case "RuntimeDefault" -> "runtime/default";
          case "Unconfined" -> "unconfined";
          default ->
              "localhost/" + PlainObjects.text(context, "seccompProfile", "localhostProfile");
        };
    boolean fits =
        allowed.contains("*")
            || allowed.contains(word)
            || (word.startsWith("localhost/") && allowed.contains("localhost/*"));
    forbid(!fits, "seccompProfile");
  }

  private static boolean isTrue(Map<String, Object> fields, String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }
}
