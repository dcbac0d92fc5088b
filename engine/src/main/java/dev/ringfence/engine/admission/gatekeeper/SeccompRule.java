package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Seccomp profiles of the library's K8sPSPSeccomp: by the container, else the pod, else annotations
 * of old; in the names that annotations had, to which newer ones are translated.
 */
final class SeccompRule {

  private static final String OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

  private SeccompRule() {}

  static boolean refuses(
      Map<String, Object> parameters,
      Map<String, Object> pod,
      List<Map<String, Object>> containers) {
    List<String> written = PlainObjects.texts(parameters.get("allowedProfiles"));
    if (written.contains("*")) {
      return false;
    }
    Set<String> allowed = new HashSet<>(written);
    for (String profile : written) {
      switch (profile) {
        case "RuntimeDefault" -> allowed.addAll(List.of("runtime/default", "docker/default"));
        case "Unconfined" -> allowed.add("unconfined");
        case "Localhost" ->
            PlainObjects.texts(parameters.get("allowedLocalhostFiles"))
                .forEach(file -> allowed.add("localhost/" + file));
        default -> {}
      }
    }
    for (Map<String, Object> container : containers) {
      String profile = profile(container, pod);
      boolean fits =
          allowed.contains(profile)
              || (profile.startsWith("localhost/") && allowed.contains("localhost/*"));
      if (!fits) {
        return true;
      }
    }
    return false;
  }

  private static String profile(Map<String, Object> container, Map<String, Object> pod) {
    String own = named(PlainObjects.at(container, "securityContext", "seccompProfile"));
    if (own != null) {
      return own;
    }
    String ofPod = named(PlainObjects.at(pod, "spec", "securityContext", "seccompProfile"));
    if (ofPod != null) {
      return ofPod;
    }
    Map<String, Object> annotations =
        PlainObjects.fields(PlainObjects.at(pod, "metadata", "annotations"));
    Object ofContainer = annotations.get(OF_CONTAINER + PlainObjects.text(container, "name"));
    if (ofContainer != null) {
      return ofContainer.toString();
    }
    Object ofAll = annotations.get(OF_POD);
    return ofAll == null ? "not configured" : ofAll.toString();
  }

  private static @Nullable String named(@Nullable Object profile) {
    return profile instanceof Map<?, ?> ? ProfileNames.of(PlainObjects.fields(profile)) : null;
  }
}
