package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * F1. Workloads of a namespace that somebody lets grow ({@link ScalingRights}) → as many of their
 * pods as no quota bounds: object counts, and what those pods use of the nodes where they could be.
 *
 * <p>Source: Kubernetes documentation, "Horizontal Pod Autoscaling", "Resource Quotas".
 */
final class GrownWorkload implements RowOfParts {

  /** Where what is counted is no node's. */
  private static final int[] ONE = {0};

  private static final Resource[] OF_NODES = {
    Resource.CPU, Resource.MEMORY, Resource.EPHEMERAL_STORAGE
  };

  @Override
  public String id() {
    return "F1";
  }

  @Override
  public String title() {
    return "has workloads grow past what a quota bounds";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.AUXILIARY);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    int[] growers = ScalingRights.growers(landscape.facts(), parts.firstFact());
    if (growers.length == 0) {
      return;
    }
    Map<Integer, List<PodClass>> grown = workloads(landscape);
    for (int grower : growers) {
      int namespace = landscape.facts().b(grower);
      if (namespace == ScalingRights.ANY_NAMESPACE) {
        grow(landscape, steps, grower, grown);
      } else {
        List<PodClass> there = grown.get(namespace);
        grow(landscape, steps, grower, there == null ? Map.of() : Map.of(namespace, there));
      }
    }
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

  static ObjectReference workload(Landscape landscape, PodClass podClass) {
    return landscape.cluster().pods().topmost(podClass.example());
  }

  /**
   * One step for each resource of each node, however many workloads use it up: where one of them is
   * bounded by nothing, the quotas of the others need not be taken down.
   */
  private static void grow(
      Landscape landscape, StepSink steps, int grows, Map<Integer, List<PodClass>> grown) {
    Facts facts = landscape.facts();
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
          for (PodClass podClass : podClasses) {
            int[] ever = landscape.placement().ever(podClass);
            for (int resource = 0; resource < OF_NODES.length; resource++) {
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
      add(places, open);
    }

    /**
     * @param down the fact that the quota before it is down; -1 where nobody can take it down
     */
    void behind(int down, int[] places) {
      if (down >= 0) {
        add(places, behind.computeIfAbsent(down, ignored -> new BitSet()));
      }
    }

    private static void add(int[] places, BitSet to) {
      for (int place : places) {
        to.set(place);
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
    boolean counts = facts.kind(step.conclusion()) == FactKind.CRAFTS_UNBOUNDED;
    Resource resource =
        counts ? Resource.OBJECT_COUNTS : Resource.values()[facts.b(step.conclusion())];
    for (Map.Entry<Integer, List<PodClass>> there : workloads(landscape).entrySet()) {
      int namespace = there.getKey();
      if (facts.b(premise) == ScalingRights.ANY_NAMESPACE || facts.b(premise) == namespace) {
        for (PodClass podClass : there.getValue()) {
          boolean open =
              counts
                  ? !landscape.contention().boundsCount(namespace, "pods")
                  : !landscape.contention().boundsGrowth(podClass, resource)
                      && landscape.placement().isEver(podClass, facts.a(step.conclusion()));
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
}
