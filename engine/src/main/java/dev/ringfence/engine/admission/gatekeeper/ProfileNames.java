package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.Map;

/** Profiles of seccomp and AppArmor in the words of the annotations that came before them. */
final class ProfileNames {

  private ProfileNames() {}

  static String of(Map<String, Object> profile) {
    String type = PlainObjects.text(profile, "type");
    return switch (type) {
      case "RuntimeDefault" -> "runtime/default";
      case "Unconfined" -> "unconfined";
      case "Localhost" -> "localhost/" + PlainObjects.text(profile, "localhostProfile");
      default -> type;
    };
  }
}
