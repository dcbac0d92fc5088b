package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.catalogue.identity.GrantEvidence;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * F1. The right to scale a workload, to change its replicas or to write a HorizontalPodAutoscaler
 * for it, and a place from which to use it → its namespace's workloads grow. Who may do so for one
 * workload of a namespace is taken to do it for each: towards the attacker. {@link GrownWorkload}
 * and {@link ScaledPreemption} say what comes of it.
 *
 * <p>Source: Kubernetes documentation, "Horizontal Pod Autoscaling"; API reference, Scale.
 */
final class ScalingRights implements Row {

  /** What the {@code AUXILIARY} facts of this row mean by their first argument. */
  private static final int GROWS = 23;

  /** For every namespace. */
  static final int ANY_NAMESPACE = -1;

  /** A superset of who may; the very request is asked after. */
  private static final List<Permission> PERMISSIONS =
      List.of(Permission.DISTURB, Permission.CHANGE_TEMPLATES);

  /** Workloads by kind: group and resource; a CronJob may start one each minute. */
  private static final Map<String, String[]> SCALED =
      Map.of(
          "Deployment", new String[] {"apps", "deployments"},
          "ReplicaSet", new String[] {"apps", "replicasets"},
          "StatefulSet", new String[] {"apps", "statefulsets"},
          "ReplicationController", new String[] {"", "replicationcontrollers"},
          "CronJob", new String[] {"batch", "cronjobs"});

  /** An identity that lets workloads of a namespace grow. */
  private record Grower(int identity, int namespace) {}

  @Override
  public String id() {
    return "F1";
  }

  @Override
  public String title() {
    return "lets workloads grow";
  }

  @Override
  public boolean isRightByRight() {
    return true;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Map<Integer, List<PodClass>> grown = GrownWorkload.workloads(landscape);
    Facts facts = landscape.facts();
    Set<Grower> known = new HashSet<>();
    for (Permission permission : PERMISSIONS) {
      landscape
          .access()
          .forEachRight(
              permission,
              (identity, scope, name) -> {
                Grower one = new Grower(identity, namespace(scope));
                if (!known.contains(one) && mayGrow(landscape, grown, identity, scope, name)) {
                  known.add(one);
                  steps
                      .to(grower(facts, one.namespace()))
                      .from(facts.holds(identity))
                      .from(facts.apiPlace())
                      .add();
                }
              });
    }
  }

  private static int namespace(int scope) {
    return scope == Access.EVERYWHERE ? ANY_NAMESPACE : scope;
  }

  /** That somebody lets workloads of the namespace grow. */
  private static int grower(Facts facts, int namespace) {
    return facts.fact(FactKind.AUXILIARY, GROWS, namespace);
  }

  /** Those facts, of which this row alone names any, from a fact on; the namespace is their b. */
  static int[] growers(Facts facts, int first) {
    return Arrays.stream(facts.ofKind(FactKind.AUXILIARY, first))
        .filter(fact -> facts.a(fact) == GROWS)
        .toArray();
  }

  private static boolean mayGrow(
      Landscape landscape,
      Map<Integer, List<PodClass>> grown,
      int identity,
      int scope,
      String name) {
    Access access = landscape.access();
    String namespace =
        scope == Access.EVERYWHERE ? "" : landscape.cluster().namespaces().get(scope).name();
    Collection<List<PodClass>> those = grown.values();
    if (scope != Access.EVERYWHERE) {
      List<PodClass> there = grown.get(scope);
      if (there == null) {
        return false;
      }
      those = List.of(there);
    }
    for (String verb : List.of("update", "patch", "create")) {
      if (access.allowed(
          identity,
          Request.resource(verb, "autoscaling", "horizontalpodautoscalers", "", namespace, name))) {
        return true;
      }
    }
    for (List<PodClass> there : those) {
      for (PodClass podClass : there) {
        ObjectReference workload = GrownWorkload.workload(landscape, podClass);
        String[] kind = SCALED.get(workload.kind());
        if (kind != null
            && (name.isEmpty() || name.equals(workload.name()))
            && mayScale(access, identity, kind, namespace, workload.name())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mayScale(
      Access access, int identity, String[] kind, String namespace, String name) {
    for (String verb : List.of("update", "patch")) {
      for (String subresource : List.of("scale", "")) {
        if (access.allowed(
            identity, Request.resource(verb, kind[0], kind[1], subresource, namespace, name))) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    int grower = facts.b(step.conclusion());
    Map<Integer, List<PodClass>> grown = GrownWorkload.workloads(landscape);
    int who = facts.a(step.premise(0));
    for (Permission permission : PERMISSIONS) {
      boolean shown =
          GrantEvidence.addFirst(
              landscape,
              who,
              permission,
              (scope, name) ->
                  namespace(scope) == grower && mayGrow(landscape, grown, who, scope, name),
              evidence);
      if (shown) {
        return;
      }
    }
  }
}
