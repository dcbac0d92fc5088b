package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.catalogue.identity.GrantEvidence;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Fence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * F1. Pods of one's own making in a namespace where no quota bounds a resource → that resource of
 * every node, or of the whole cluster: object counts and volume storage. By the right to create
 * Services, claims, Secrets or ConfigMaps there, a place from which to use it, and no quota for
 * them → object counts, volume storage by claims alone, node ports and load balancers; other kinds
 * are {@link UncountedObjects}'. Where no quota forbids affinity across namespaces, one pod with an
 * anti-affinity to all of them keeps everybody's pods from every node that has the term's label. A
 * quota with scopes bounds only some pods and does not count; quota on requests bounds no use.
 *
 * <p>Source: Kubernetes documentation, "Resource Quotas".
 */
final class MissingQuota implements Row {

  /** A right by which a resource is used up, and the keys of a quota that bound it. */
  private record Grant(Permission permission, Resource resource, List<String> keys) {}

  private static final List<Grant> GRANTS =
      List.of(
          new Grant(Permission.WRITE_SERVICES, Resource.NODE_PORTS, List.of()),
          new Grant(Permission.WRITE_SERVICES, Resource.LOAD_BALANCERS, List.of()),
          new Grant(Permission.WRITE_SERVICES, Resource.OBJECT_COUNTS, List.of("services")),
          new Grant(Permission.CREATE_CLAIMS, Resource.VOLUME_STORAGE, List.of()),
          new Grant(
              Permission.CREATE_CLAIMS, Resource.OBJECT_COUNTS, List.of("persistentvolumeclaims")),
          new Grant(Permission.CREATE_SECRETS, Resource.OBJECT_COUNTS, List.of("secrets")),
          new Grant(Permission.WRITE_CONFIG_MAPS, Resource.OBJECT_COUNTS, List.of("configmaps")));

  @Override
  public String id() {
    return "F1";
  }

  @Override
  public String title() {
    return "uses what no quota bounds";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    byPods(landscape, steps);
    // One right of an identity is enough for a resource, whatever it creates and wherever.
    Map<Resource, BitSet> free = new EnumMap<>(Resource.class);
    for (Grant grant : GRANTS) {
      BitSet identities = free.computeIfAbsent(grant.resource(), ignored -> new BitSet());
      byGrant(landscape, steps, grant, identities);
    }
    var facts = landscape.facts();
    for (Resource resource : Resource.values()) {
      int crafts = facts.fact(FactKind.CRAFTS_UNBOUNDED, resource.ordinal());
      if (resource.ofNode()) {
        for (int node = 0; node < landscape.placement().nodeClasses().size(); node++) {
          steps
              .to(facts.fact(FactKind.STARVE_NODE, node, resource.ordinal()))
              .from(crafts)
              .from(facts.fact(FactKind.CRAFTED_ON, node))
              .add();
        }
      } else {
        TenantsOnNode.forEach(
            landscape,
            namespace ->
                steps
                    .to(facts.fact(FactKind.STARVE, namespace, resource.ordinal()))
                    .from(crafts)
                    .add());
      }
    }
  }

  private static void byPods(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int anywhere = facts.codeAnywhere(facts.crafted(namespace));
      for (Resource resource : landscape.contention().unboundedByQuota(namespace)) {
        int crafts = facts.fact(FactKind.CRAFTS_UNBOUNDED, resource.ordinal());
        switch (resource) {
          case CPU, MEMORY, EPHEMERAL_STORAGE, OBJECT_COUNTS, VOLUME_STORAGE, SCHEDULING ->
              steps.to(crafts).from(anywhere).add();
          case PROCESSES ->
              steps.to(crafts).from(anywhere).assuming(NodeContention.PROCESSES).add();
          // Services take a right of their own; disk and bandwidth are F4's, requests F3's, shared
          // services F5's.
          case NODE_PORTS,
              LOAD_BALANCERS,
              DISK_IO,
              NETWORK_BANDWIDTH,
              API_REQUESTS,
              SHARED_SERVICES -> {}
        }
      }
    }
  }

  private static void byGrant(Landscape landscape, StepSink steps, Grant grant, BitSet identities) {
    var facts = landscape.facts();
    int crafts = facts.fact(FactKind.CRAFTS_UNBOUNDED, grant.resource().ordinal());
    List<Integer> bounded = new ArrayList<>();
    boolean[] free = new boolean[landscape.cluster().namespaces().size()];
    boolean somewhere = false;
    for (int namespace = 0; namespace < free.length; namespace++) {
      free[namespace] = isUnbounded(landscape, grant, namespace);
      somewhere |= free[namespace];
      if (!free[namespace] && Fence.QUOTA.named(facts, namespace) >= 0) {
        bounded.add(namespace);
      }
    }
    boolean anywhereFree = somewhere;
    landscape
        .access()
        .forEachRight(
            grant.permission(),
            (identity, scope, name) -> {
              if (identities.get(identity)) {
                return;
              }
              int holds = facts.holds(identity);
              if (scope == Access.EVERYWHERE ? anywhereFree : free[scope]) {
                identities.set(identity);
                steps.to(crafts).from(holds).from(facts.apiPlace()).add();
                return;
              }
              for (int namespace : bounded) {
                if (scope == Access.EVERYWHERE || scope == namespace) {
                  steps
                      .to(crafts)
                      .from(holds)
                      .from(facts.apiPlace())
                      .from(Fence.QUOTA.named(facts, namespace))
                      .add();
                }
              }
            });
  }

  private static boolean isUnbounded(Landscape landscape, Grant grant, int namespace) {
    if (grant.keys().isEmpty()) {
      return landscape.contention().isUnboundedByQuota(namespace, grant.resource());
    }
    return grant.keys().stream()
        .anyMatch(key -> !landscape.contention().boundsCount(namespace, key));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    if (facts.kind(step.conclusion()) != FactKind.CRAFTS_UNBOUNDED) {
      return;
    }
    Resource resource = Resource.values()[facts.a(step.conclusion())];
    if (facts.kind(step.premise(0)) == FactKind.CODE_ANYWHERE) {
      int namespace = facts.namespaceOfCrafted(facts.a(step.premise(0)));
      LackingQuota.add(landscape, namespace, resource.word(), evidence);
      return;
    }
    int identity = facts.a(step.premise(0));
    for (Grant grant : GRANTS) {
      boolean[] shown = {grant.resource() != resource};
      IntPredicate isFree = namespace -> isUnbounded(landscape, grant, namespace);
      landscape
          .access()
          .forEachRight(
              identity,
              grant.permission(),
              (who, scope, name) -> {
                if (shown[0]) {
                  return;
                }
                int namespace =
                    scope == Access.EVERYWHERE ? LackingQuota.first(landscape, isFree) : scope;
                if (namespace >= 0 && (step.premiseCount() > 2 || isFree.test(namespace))) {
                  shown[0] = true;
                  GrantEvidence.add(landscape, who, grant.permission(), scope, name, evidence);
                  LackingQuota.add(landscape, namespace, resource.word(), evidence);
                }
              });
      if (shown[0] && grant.resource() == resource) {
        return;
      }
    }
  }
}
