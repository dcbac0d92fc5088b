package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import java.util.Map;

/**
 * A role that an identity could give itself by a binding that it would make.
 *
 * @param scope the namespace of the binding, or {@link Access#EVERYWHERE}
 * @param everyNamespace with {@code EVERYWHERE}: by a RoleBinding in each namespace, so that what
 *     has no namespace stays closed
 */
record GainedRole(ResolvedRole role, int scope, boolean everyNamespace) {

  /** Every right: what an author of rules gives himself, or {@code cluster-admin}. */
  static final ResolvedRole EVERY_RIGHT = everyRight();

  private static ResolvedRole everyRight() {
    Rbac.Rule resources =
        new Rbac.Rule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of());
    Rbac.Rule paths = new Rbac.Rule(List.of("*"), List.of(), List.of(), List.of(), List.of("*"));
    ObjectMeta meta =
        new ObjectMeta(
            new ObjectReference("ClusterRole", null, "cluster-admin"),
            LabelSet.EMPTY,
            Map.of(),
            null,
            new Origin(Origin.Source.IMPLIED, "", 0));
    Rbac.Role role = new Rbac.Role(meta, List.of(resources, paths), null);
    return new ResolvedRole(
        role,
        List.of(
            new ResolvedRole.ResolvedRule(resources, role, 0),
            new ResolvedRole.ResolvedRule(paths, role, 1)));
  }

  boolean appliesTo(Request request, Cluster cluster) {
    if (scope != Access.EVERYWHERE) {
      return !request.namespace().isEmpty() && cluster.namespaceIndex(request.namespace()) == scope;
    }
    return !everyNamespace || !request.namespace().isEmpty();
  }
}
