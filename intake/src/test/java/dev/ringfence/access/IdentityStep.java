package dev.ringfence.access;

import dev.ringfence.engine.access.Permission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that begins with a grant, as a request to the API server.
 *
 * @param id of the catalogue
 * @param rule {@code VERBS|GROUP|RESOURCES}, several with {@code ;}, or {@code VERBS|PATHS}
 * @param twin a rule that is one word away and must not do
 * @param permission what the engine asks the grant for; null where a conjunction decides
 * @param body null for none; a PATCH is a merge patch
 */
record IdentityStep(
    String id,
    String rule,
    String twin,
    @Nullable Permission permission,
    String method,
    String path,
    @Nullable String body) {

  static IdentityStep step(
      String id,
      String rule,
      String twin,
      @Nullable Permission permission,
      String method,
      String path,
      @Nullable String body) {
    return new IdentityStep(id, rule, twin, permission, method, path, body);
  }

  /** Every step of the catalogue that begins with a grant of its own. */
  static List<IdentityStep> all() {
    List<IdentityStep> all = new ArrayList<>(GrantSteps.all());
    all.addAll(ControlPlaneSteps.all());
    return all;
  }
}
