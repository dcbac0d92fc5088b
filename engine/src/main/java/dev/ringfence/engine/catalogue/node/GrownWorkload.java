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
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * F1. The right to scale a workload, to change its replicas or to write a HorizontalPodAutoscaler
 * for it, and a place from which to use it → as many of its pods as no quota bounds: object counts,
 * and what those pods use of the nodes where they could be. Who may do so for one workload of a
 * namespace is taken to do it for each: towards the attacker.
 *
 * <p>Source: Kubernetes documentation, "Horizontal Pod Autoscaling"; API reference, Scale.
 */
final class GrownWorkload implements Row {

  /** What the {@code AUXILIARY} facts of this row mean by their first argument. */
  private static final int GROWS = 23;

  /** For every namespace. */
  static final int ANY_NAMESPACE = -1;

  /** Where what is counted is no node's. */
  private static final int[] ONE = {0};

  private static final Resource[] OF_NODES = {
    Resource.CPU, Resource.MEMORY, Resource.EPHEMERAL_STORAGE
  };

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

  @Override
  public String id() {
    return "F1";
  }

  @Override
  public String title() {
    return "lets workloads grow past what a quota bounds";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Map<Integer, List<PodClass>> grown = workloads(landscape);
    var facts = landscape.facts();
    // By namespace, ANY_NAMESPACE first.
    List<BitSet> growers = new ArrayList<>();
    for (int at = 0; at <= landscape.cluster().namespaces().size(); at++) {
      growers.add(new BitSet());
    }
    for (Permission permission : PERMISSIONS) {
      landscape
          .access()
          .forEachRight(
              permission,
              (identity, scope, name) -> {
                int namespace = scope == Access.EVERYWHERE ? ANY_NAMESPACE : scope;
                BitSet known = growers.get(namespace + 1);
                if (!known.get(identity) && mayGrow(landscape, grown, identity, scope, name)) {
                  known.set(identity);
                  steps
                      .to(grower(facts, namespace))
                      .from(facts.holds(identity))
                      .from(facts.apiPlace())
                      .add();
                }
              });
    }
    if (!growers.get(0).isEmpty()) {
      grow(landscape, steps, ANY_NAMESPACE, grown);
    }
    grown.forEach(
        (namespace, podClasses) -> {
          if (!growers.get(namespace + 1).isEmpty()) {
            grow(landscape, steps, namespace, Map.of(namespace, podClasses));
          }
        });
  }

  /** That somebody lets workloads of the namespace grow. */
  static int grower(Facts facts, int namespace) {
    return facts.fact(FactKind.AUXILIARY, GROWS, namespace);
  }

  /** Pods whose number is somebody's to choose, by namespace. */
  static Map<Integer, List<PodClass>> workloads(Landscape landscape) {
    Map<Integer, List<PodClass>> grown = new TreeMap<>();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      String kind = workload(landscape, podClass).kind();
      // One pod is one; a DaemonSet has as many as there are nodes, a Job what it was made with.
      if (!kind.equals("Pod")
          && !kind.equals("DaemonSet")
          && !kind.equals("Node")
          && !kind.equals("Job")) {
        grown.computeIfAbsent(podClass.namespace(), ignored -> new ArrayList<>()).add(podClass);
      }
    }
    return grown;
  }

  private static ObjectReference workload(Landscape landscape, PodClass podClass) {
    return landscape.cluster().pods().topmost(podClass.example());
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
        ObjectReference workload = workload(landscape, podClass);
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

  /**
   * One step for each resource of each node, however many workloads use it up: where one of them is
   * bounded by nothing, the quotas of the others need not be taken down.
   */
  private static void grow(
      Landscape landscape, StepSink steps, int grower, Map<Integer, List<PodClass>> grown) {
    Facts facts = landscape.facts();
    int grows = grower(facts, grower);
    QuotasBefore counts = new QuotasBefore();
    QuotasBefore[] nodes = new QuotasBefore[OF_NODES.length];
    Arrays.setAll(nodes, resource -> new QuotasBefore());
    grown.forEach(
        (namespace, podClasses) -> {
          int down = Fence.QUOTA.named(facts, namespace);
          if (landscape.contention().boundsCount(namespace, "pods")) {
            counts.behind(down, ONE);
          } else {
            counts.open(ONE);
          }
          for (int resource = 0; resource < OF_NODES.length; resource++) {
            for (PodClass podClass : podClasses) {
              int[] ever = landscape.placement().ever(podClass);
              if (landscape.contention().boundsGrowth(podClass, OF_NODES[resource])) {
                nodes[resource].behind(down, ever);
              } else {
                nodes[resource].open(ever);
              }
            }
          }
        });
    int unbounded = facts.fact(FactKind.CRAFTS_UNBOUNDED, Resource.OBJECT_COUNTS.ordinal());
    counts.derive(steps, grows, one -> unbounded);
    for (int resource = 0; resource < OF_NODES.length; resource++) {
      int number = OF_NODES[resource].ordinal();
      nodes[resource].derive(steps, grows, node -> facts.fact(FactKind.STARVE_NODE, node, number));
    }
  }

  /** What stands before growth, of one resource, by where it is used up. */
  private static final class QuotasBefore {
    private final BitSet open = new BitSet();
    private final Map<Integer, BitSet> behind = new TreeMap<>();

    void open(int[] places) {
      Arrays.stream(places).forEach(open::set);
    }

    /**
     * @param down the fact that the quota before it is down; -1 where nobody can take it down
     */
    void behind(int down, int[] places) {
      if (down >= 0) {
        Arrays.stream(places).forEach(behind.computeIfAbsent(down, ignored -> new BitSet())::set);
      }
    }

    void derive(StepSink steps, int grows, IntUnaryOperator conclusion) {
      open.stream().forEach(place -> steps.to(conclusion.applyAsInt(place)).from(grows).add());
      behind.forEach(
          (down, places) -> {
            places.andNot(open);
            places.stream()
                .forEach(
                    place -> steps.to(conclusion.applyAsInt(place)).from(grows).from(down).add());
          });
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    int premise = step.premise(0);
    if (facts.kind(premise) == FactKind.HOLDS) {
      explainRight(landscape, facts.a(premise), facts.b(step.conclusion()), evidence);
      return;
    }
    boolean counts = facts.kind(step.conclusion()) == FactKind.CRAFTS_UNBOUNDED;
    Resource resource =
        counts ? Resource.OBJECT_COUNTS : Resource.values()[facts.b(step.conclusion())];
    for (Map.Entry<Integer, List<PodClass>> there : workloads(landscape).entrySet()) {
      int namespace = there.getKey();
      if (facts.b(premise) == ANY_NAMESPACE || facts.b(premise) == namespace) {
        for (PodClass podClass : there.getValue()) {
          boolean open =
              counts
                  ? !landscape.contention().boundsCount(namespace, "pods")
                  : !landscape.contention().boundsGrowth(podClass, resource)
                      && isOn(landscape, podClass, facts.a(step.conclusion()));
          if (open || step.premiseCount() > 1) {
            ObjectReference workload = workload(landscape, podClass);
            PodEvidence.add(
                landscape, podClass.id(), "containers", "one for each of " + workload, evidence);
            String bound = counts ? "pods" : "limits." + resource.word() + ", or for pods";
            LackingQuota.add(landscape, namespace, bound, evidence);
            return;
          }
        }
      }
    }
  }

  static boolean isOn(Landscape landscape, PodClass podClass, int nodeClass) {
    for (int node : landscape.placement().ever(podClass)) {
      if (node == nodeClass) {
        return true;
      }
    }
    return false;
  }

  private static void explainRight(
      Landscape landscape, int identity, int grower, EvidenceSink evidence) {
    Map<Integer, List<PodClass>> grown = workloads(landscape);
    boolean[] shown = {false};
    for (Permission permission : PERMISSIONS) {
      landscape
          .access()
          .forEachRight(
              identity,
              permission,
              (who, scope, name) -> {
                boolean same = (scope == Access.EVERYWHERE ? ANY_NAMESPACE : scope) == grower;
                if (!shown[0] && same && mayGrow(landscape, grown, who, scope, name)) {
                  shown[0] = true;
                  GrantEvidence.add(landscape, who, permission, scope, name, evidence);
                }
              });
    }
  }
}
