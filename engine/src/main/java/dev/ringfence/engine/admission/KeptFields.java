package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether policies left in a pod what somebody made it for. */
final class KeptFields {

  private KeptFields() {}

  /** The fields of a pod that a plain one does not have. */
  static Map<String, Object> beyond(Map<String, Object> plain, Map<String, Object> pod) {
    Map<String, Object> more = new LinkedHashMap<>();
    pod.forEach(
        (name, value) -> {
          Object difference = difference(plain.get(name), value);
          if (difference != null) {
            more.put(name, difference);
          }
        });
    return more;
  }

  private static @Nullable Object difference(@Nullable Object plain, Object value) {
    if (Objects.equals(plain, value)) {
      return null;
    }
    if (plain instanceof Map<?, ?> && value instanceof Map<?, ?>) {
      return beyond(fields(plain), fields(value));
    }
    if (plain instanceof List<?> before && value instanceof List<?> now) {
      List<Object> items = new ArrayList<>();
      for (int at = 0; at < now.size(); at++) {
        Object of = at < before.size() ? before.get(at) : null;
        Object difference = difference(of, Objects.requireNonNull(now.get(at)));
        if (difference != null) {
          items.add(difference);
        }
      }
      return items;
    }
    return value;
  }

  /** Whether all the fields are there; an item of a list at any place in it. */
  static boolean in(Object wanted, @Nullable Object found) {
    if (wanted instanceof Map<?, ?> map) {
      return found instanceof Map<?, ?> there
          && map.entrySet().stream()
              .allMatch(
                  field -> in(Objects.requireNonNull(field.getValue()), there.get(field.getKey())));
    }
    if (wanted instanceof List<?> list) {
      return found instanceof List<?> there
          && list.stream().allMatch(item -> there.stream().anyMatch(other -> in(item, other)));
    }
    return wanted.equals(found);
  }

  /**
   * Whether a pod can still be placed on the node: nothing it needs is gone, nothing is in the way.
   */
  static boolean fitsStill(Node node, Map<String, Object> before, Map<String, Object> after) {
    Map<String, Object> wanted = fields(before.get("spec"));
    Map<String, Object> spec = fields(after.get("spec"));
    for (Map.Entry<String, Object> label : fields(spec.get("nodeSelector")).entrySet()) {
      if (!label.getValue().equals(node.labels().get(label.getKey()))) {
        return false;
      }
    }
    boolean byName = wanted.containsKey("nodeName");
    if (byName && !node.name().equals(spec.get("nodeName"))) {
      return false;
    }
    // Required affinity that a policy adds is not worked out: towards the attacker, it fits.
    Object tolerations = wanted.get("tolerations");
    return byName || tolerations == null || in(tolerations, spec.get("tolerations"));
  }

  @SuppressWarnings("unchecked") // keys of pods' maps are texts
  private static Map<String, Object> fields(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
  }
}
