package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.EngineVerdict;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.catalogue.Landscape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Identities that may make up pods and whom policies know by name or group, so that they may let
 * through for one what they refuse to somebody.
 */
final class NamedCreators {

  /** Of more than this, only so many are asked about by themselves. */
  static final int MOST = 64;

  private static final List<Permission> MAKING_PODS =
      List.of(Permission.CREATE_WORKLOADS, Permission.CHANGE_TEMPLATES);

  /** One of them, as policies see it. */
  record Creator(int identity, AdmissionRequest.User user) {}

  private NamedCreators() {}

  /** Those of a profile's namespaces; one more than {@link #MOST} where there are more. */
  static List<Creator> of(Landscape landscape, int profile) {
    Admission admission = landscape.admission();
    Set<Integer> identities = new LinkedHashSet<>();
    for (Permission permission : MAKING_PODS) {
      landscape
          .access()
          .forEachRight(
              permission,
              (identity, scope, name) -> {
                if (scope == Access.EVERYWHERE
                    || admission.profile(scope) == profile
                    || admission.profileOfNothing(scope) == profile) {
                  identities.add(identity);
                }
              });
    }
    List<Creator> creators = new ArrayList<>();
    for (int identity : identities) {
      Identity one = landscape.access().identity(identity);
      AdmissionRequest.User user =
          new AdmissionRequest.User(
              one.requester().user().isEmpty() ? "somebody" : one.requester().user(), groups(one));
      if (one.isOwn() && admission.knows(user) && creators.size() <= MOST) {
        creators.add(new Creator(identity, user));
      }
    }
    return creators;
  }

  /** Whether one of them may get further than somebody: not where all are refused by the same. */
  static boolean mayGetFurther(PolicyVerdict policies, List<EngineVerdict> engines) {
    return (policies.refused() && !policies.whoeverAsks())
        || engines.stream().anyMatch(one -> one.verdict().refused());
  }

  private static List<String> groups(Identity identity) {
    Set<String> groups = new LinkedHashSet<>(identity.requester().groups());
    if (identity.kind() == Identity.Kind.GROUP) {
      groups.add(identity.name());
    }
    groups.add("system:authenticated");
    return List.copyOf(groups);
  }
}
