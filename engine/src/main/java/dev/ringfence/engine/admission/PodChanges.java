package dev.ringfence.engine.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Changes of made-up pods: labels, annotations, and fields by which policies tell pods apart. */
final class PodChanges {

  /** Fields of a pod that policies may look at and that change nothing of its danger. */
  static final List<String> FIELDS =
      List.of(
          "runtimeClassName",
          "priorityClassName",
          "schedulerName",
          "hostname",
          "serviceAccountName",
          "image");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private static final Pattern KEY =
      Pattern.compile("(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?" + NAME);

  private PodChanges() {}

  /** Whether the API server takes it as the key of a label or annotation. */
  static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /** Whether it takes it as the value of a label. */
  static boolean isLabelValue(String text) {
    return text.isEmpty() || NAME.matcher(text).matches();
  }

  static PodVariants.Change label(String key, String value) {
    return pod -> metadata(pod, "labels").put(key, value);
  }

  static PodVariants.Change annotation(String key, String value) {
    return new Annotation(key, value);
  }

  private record Annotation(String key, String value) implements PodVariants.Change {
    @Override
    public void to(Map<String, Object> pod) {
      metadata(pod, "annotations").put(key, value);
    }

    @Override
    public boolean onlyAnnotations() {
      return true;
    }
  }

  static PodVariants.Change name(String name) {
    return pod -> map(pod, "metadata").put("name", name);
  }

  /** One of {@link #FIELDS}; the image of every container. */
  static PodVariants.Change field(String field, String text) {
    return switch (field) {
      case "image" -> pod -> image(pod, text);
      case "serviceAccountName" ->
          pod -> {
            map(pod, "spec").put("serviceAccountName", text);
            map(pod, "spec").put("serviceAccount", text);
          };
      default -> pod -> map(pod, "spec").put(field, text);
    };
  }

  private static void image(Map<String, Object> pod, String image) {
    for (String kind : List.of("containers", "initContainers")) {
      if (map(pod, "spec").get(kind) instanceof List<?> containers) {
        containers.forEach(container -> cast(container).put("image", image));
      }
    }
  }

  private static Map<String, Object> metadata(Map<String, Object> pod, String field) {
    return map(map(pod, "metadata"), field);
  }

  private static Map<String, Object> map(Map<String, Object> parent, String field) {
    return cast(parent.computeIfAbsent(field, ignored -> new LinkedHashMap<String, Object>()));
  }

  @SuppressWarnings("unchecked") // PodObject makes maps of texts only
  private static Map<String, Object> cast(Object map) {
    return (Map<String, Object>) map;
  }
}
