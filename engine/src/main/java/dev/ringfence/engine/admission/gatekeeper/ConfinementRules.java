package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SELinux, AppArmor and flex volumes by the library's templates. */
final class ConfinementRules {

  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private ConfinementRules() {}

  /** Options of the pod and of every container are among the allowed ones, field by field. */
  static boolean refusesLabels(
      Map<String, Object> parameters,
      Map<String, Object> pod,
      List<Map<String, Object>> containers) {
    List<Map<String, Object>> allowed = PlainObjects.maps(parameters.get("allowedSELinuxOptions"));
    return refuses(PlainObjects.at(pod, "spec", "securityContext", "seLinuxOptions"), allowed)
        || containers.stream()
            .anyMatch(
                one -> refuses(PlainObjects.at(one, "securityContext", "seLinuxOptions"), allowed));
  }

  private static boolean refuses(@Nullable Object options, List<Map<String, Object>> allowed) {
    if (!(options instanceof Map<?, ?> written)) {
      return false;
    }
    return allowed.stream()
        .noneMatch(
            one ->
                List.of("level", "role", "type", "user").stream()
                    .allMatch(
                        field ->
                            written.get(field) == null
                                || written.get(field).equals(one.get(field))));
  }

  /**
   * The profile of every container: its own, by annotation, or the pod's; the runtime's if none.
   */
  static boolean refusesProfiles(
      Map<String, Object> parameters,
      Map<String, Object> pod,
      List<Map<String, Object>> containers) {
    List<String> allowed = PlainObjects.texts(parameters.get("allowedProfiles"));
    return containers.stream().anyMatch(one -> !allowed.contains(profile(one, pod)));
  }

  private static String profile(Map<String, Object> container, Map<String, Object> pod) {
    if (PlainObjects.at(container, "securityContext", "appArmorProfile") instanceof Map<?, ?> own) {
      return ProfileNames.of(PlainObjects.fields(own));
    }
    Object annotated =
        PlainObjects.fields(PlainObjects.at(pod, "metadata", "annotations"))
            .get(APP_ARMOR + PlainObjects.text(container, "name"));
    if (annotated != null) {
      return annotated.toString();
    }
    return PlainObjects.at(pod, "spec", "securityContext", "appArmorProfile")
            instanceof Map<?, ?> ofPod
        ? ProfileNames.of(PlainObjects.fields(ofPod))
        : "runtime/default";
  }

  /** Flex volumes of allowed drivers only. */
  static boolean refusesFlexVolumes(Map<String, Object> parameters, Map<String, Object> pod) {
    List<String> allowed =
        PlainObjects.maps(parameters.get("allowedFlexVolumes")).stream()
            .map(one -> PlainObjects.text(one, "driver"))
            .toList();
    return PlainObjects.maps(PlainObjects.at(pod, "spec", "volumes")).stream()
        .filter(volume -> volume.get("flexVolume") instanceof Map<?, ?>)
        .anyMatch(volume -> !allowed.contains(PlainObjects.text(volume, "flexVolume", "driver")));
  }
}
