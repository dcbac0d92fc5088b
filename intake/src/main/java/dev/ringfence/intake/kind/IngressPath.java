package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.util.List;

/** Refuses what the API server refuses as the path of an Ingress. */
final class IngressPath {

  private static final String TYPES = "Exact, Prefix or ImplementationSpecific";
  private static final List<String> NEVER = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> NOT_LAST = List.of("/..", "/.");

  private IngressPath() {}

  /**
   * @param entry one of {@code spec.rules[].http.paths}
   * @param beta whether it is of an API that took a path without a type, which left to the
   *     controller what the path means
   */
  static void check(Fields entry, boolean beta) {
    String type = entry.textOrNull("pathType");
    if (type == null) {
      if (!beta) {
        throw ShapeException.refused(entry, "pathType", "is missing: must be " + TYPES);
      }
      type = "ImplementationSpecific";
    }
    String path = entry.text("path");
    boolean meant =
        switch (type) {
          case "Exact", "Prefix" -> true;
          case "ImplementationSpecific" -> false;
          default -> throw ShapeException.refused(entry, "pathType", "must be " + TYPES);
        };
    if (!path.startsWith("/") && (meant || !path.isEmpty())) {
      throw refused(entry, "must begin with /", path);
    }
    if (!meant) {
      return;
    }
    for (String part : NEVER) {
      if (path.contains(part)) {
        throw refused(entry, "must not contain " + part, path);
      }
    }
    for (String end : NOT_LAST) {
      if (path.endsWith(end)) {
        throw refused(entry, "must not end with " + end, path);
      }
    }
  }

  private static ShapeException refused(Fields entry, String why, String path) {
    return ShapeException.refused(entry, "path", why + ": \"" + path + "\"");
  }
}
