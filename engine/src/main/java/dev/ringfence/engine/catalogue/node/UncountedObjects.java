package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.catalogue.identity.GrantEvidence;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Fence;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * F1. The right to create objects of a kind that no quota of the namespace counts, and a place from
 * which to use it → object counts: the store of the API server is everybody's. Custom kinds and the
 * objects of workloads count as any other ({@code count/RESOURCE.GROUP}); kinds without a namespace
 * no quota can bound. A kind that a grant names and whose definition was not read may be stored: an
 * assumption.
 *
 * <p>Source: Kubernetes documentation, "Resource Quotas", object count quota.
 */
final class UncountedObjects implements Row {

  /** A superset of who may create some kind; the very request is asked after. */
  private static final List<Permission> PERMISSIONS =
      List.of(
          Permission.CREATE_WORKLOADS,
          Permission.CREATE_OBJECTS,
          Permission.WRITE_CUSTOM_RESOURCES);

  static final Assumption UNREAD =
      new Assumption(
          "custom-kinds-not-read",
          "Kinds that grants name and whose definitions were not read may be stored by the API"
              + " server, where no quota that was read counts their objects.",
          "stored");

  @Override
  public String id() {
    return "F1";
  }

  @Override
  public String title() {
    return "fills the store with objects that no quota counts";
  }

  @Override
  public boolean isRightByRight() {
    return true;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    ObjectKinds kinds = ObjectKinds.of(landscape);
    BitSet unbounded = new BitSet();
    BitSet feared = new BitSet();
    for (Permission permission : PERMISSIONS) {
      landscape
          .access()
          .forEachRight(
              permission,
              (identity, scope, name) -> {
                // One name each is a bound.
                if (!name.isEmpty() || unbounded.get(identity)) {
                  return;
                }
                if (uncounted(landscape, kinds, kinds.all(), identity, scope) != null) {
                  unbounded.set(identity);
                  creates(landscape, steps, identity).add();
                } else {
                  if (!feared.get(identity)
                      && uncounted(landscape, kinds, kinds.unread(identity), identity, scope)
                          != null) {
                    feared.set(identity);
                    creates(landscape, steps, identity).assuming(UNREAD).add();
                  }
                  pastQuota(landscape, kinds, steps, identity, scope);
                }
              });
    }
  }

  private static StepSink.Draft creates(Landscape landscape, StepSink steps, int identity) {
    var facts = landscape.facts();
    return steps
        .to(facts.fact(FactKind.CRAFTS_UNBOUNDED, Resource.OBJECT_COUNTS.ordinal()))
        .from(facts.holds(identity))
        .from(facts.apiPlace());
  }

  /** A kind that the identity may create where nothing counts it, or null. */
  private static ObjectKinds.@Nullable Kind uncounted(
      Landscape landscape,
      ObjectKinds kinds,
      Collection<ObjectKinds.Kind> candidates,
      int identity,
      int scope) {
    for (ObjectKinds.Kind kind : candidates) {
      if (kinds.isFree(kind, scope) && mayCreate(landscape, identity, scope, kind)) {
        return kind;
      }
    }
    return null;
  }

  /** Where every kind that the identity may create is counted, until the quota is taken down. */
  private static void pastQuota(
      Landscape landscape, ObjectKinds kinds, StepSink steps, int identity, int scope) {
    if (kinds.all().stream().noneMatch(kind -> mayCreate(landscape, identity, scope, kind))) {
      return;
    }
    int count = landscape.cluster().namespaces().size();
    for (int namespace = 0; namespace < count; namespace++) {
      int down = Fence.QUOTA.named(landscape.facts(), namespace);
      if (down >= 0 && (scope == Access.EVERYWHERE || scope == namespace)) {
        creates(landscape, steps, identity).from(down).add();
      }
    }
  }

  private static boolean mayCreate(
      Landscape landscape, int identity, int scope, ObjectKinds.Kind kind) {
    if (scope != Access.EVERYWHERE && !kind.namespaced()) {
      return false;
    }
    String namespace =
        scope == Access.EVERYWHERE ? "" : landscape.cluster().namespaces().get(scope).name();
    return landscape
        .access()
        .allowed(
            identity, Request.resource("create", kind.group(), kind.plural(), "", namespace, ""));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    ObjectKinds kinds = ObjectKinds.of(landscape);
    int identity = landscape.facts().a(step.premise(0));
    boolean[] shown = {false};
    for (Permission permission : PERMISSIONS) {
      landscape
          .access()
          .forEachRight(
              identity,
              permission,
              (who, scope, name) -> {
                if (!shown[0] && name.isEmpty()) {
                  shown[0] = explain(landscape, kinds, permission, who, scope, evidence);
                }
              });
    }
  }

  private static boolean explain(
      Landscape landscape,
      ObjectKinds kinds,
      Permission permission,
      int identity,
      int scope,
      EvidenceSink evidence) {
    ObjectKinds.Kind read = uncounted(landscape, kinds, kinds.all(), identity, scope);
    ObjectKinds.Kind kind =
        read == null ? uncounted(landscape, kinds, kinds.unread(identity), identity, scope) : read;
    if (kind == null) {
      return false;
    }
    GrantEvidence.add(landscape, identity, permission, scope, "", evidence);
    if (kind.namespaced()) {
      int namespace =
          scope == Access.EVERYWHERE
              ? LackingQuota.first(landscape, one -> kinds.isFree(kind, one))
              : scope;
      LackingQuota.add(landscape, namespace, kind.quotaKey(), evidence);
    }
    return true;
  }
}
