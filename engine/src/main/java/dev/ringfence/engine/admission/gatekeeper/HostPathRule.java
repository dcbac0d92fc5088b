package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One entry of {@code allowedHostPaths}: {@code /foo} allows {@code /foo/bar}, not {@code /fool}.
 */
final class HostPathRule {

  private HostPathRule() {}

  static boolean allows(
      Map<String, Object> allowed, Map<String, Object> volume, Map<String, Object> pod) {
    List<String> prefix = segments(PlainObjects.text(allowed, "pathPrefix"));
    List<String> path = segments(PlainObjects.text(volume, "hostPath", "path"));
    boolean below = prefix.size() <= path.size() && path.subList(0, prefix.size()).equals(prefix);
    return below
        && (!Boolean.TRUE.equals(allowed.get("readOnly"))
            || !isWritable(PlainObjects.text(volume, "name"), pod));
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(one -> !one.isEmpty()).toList();
  }

  private static boolean isWritable(String volume, Map<String, Object> pod) {
    for (String kind : List.of("containers", "initContainers", "ephemeralContainers")) {
      for (Map<String, Object> one : PlainObjects.maps(PlainObjects.at(pod, "spec", kind))) {
        for (Map<String, Object> mount : PlainObjects.maps(one.get("volumeMounts"))) {
          if (PlainObjects.text(mount, "name").equals(volume)
              && !Boolean.TRUE.equals(mount.get("readOnly"))) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
