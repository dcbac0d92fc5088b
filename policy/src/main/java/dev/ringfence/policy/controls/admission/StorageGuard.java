package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.controls.ControlObject;
import java.util.List;

/**
 * Volumes and devices of others. A claim may be given its volume after it was made, once: the
 * server allows that to whoever writes claims, and it is how the controller binds them.
 */
final class StorageGuard {

  private StorageGuard() {}

  static List<ControlObject> all() {
    return GuardPolicies.policy("storage")
        .matching("CREATE, UPDATE", "", "v1", "persistentvolumeclaims")
        .matching(
            "CREATE, UPDATE", "resource.k8s.io", "*", "resourceclaims, resourceclaimtemplates")
        .inNamespaces(GuardPolicies.FENCED)
        .where("no-manager", "!" + GuardPolicies.may("manage"))
        .let("isClaim", "object.kind == 'PersistentVolumeClaim'")
        .validating(
            "guard/storage",
            List.of(
                new PolicyRule(
                    "no-chosen-volume",
                    """
                    !variables.isClaim || object.spec.?volumeName.orValue('') == ''
                      || (request.operation == 'UPDATE'
                        && (object.spec.volumeName == oldObject.spec.?volumeName.orValue('')
                          || authorizer.group('').resource('persistentvolumes').check('update')
                            .allowed()))""",
                    "a claim takes the volume that it is given"),
                new PolicyRule(
                    "no-foreign-source",
                    "!variables.isClaim || object.spec.?dataSourceRef.?namespace.orValue('') == ''",
                    "a claim is not cloned from another namespace"),
                new PolicyRule(
                    "no-admin-access",
                    """
                    variables.isClaim || !(object.kind == 'ResourceClaim'
                      ? object.spec : object.spec.spec).?devices.?requests.orValue([]).exists(r,
                        r.?adminAccess.orValue(false) || r.?exactly.?adminAccess.orValue(false))""",
                    "admin access shows others' devices")));
  }
}
