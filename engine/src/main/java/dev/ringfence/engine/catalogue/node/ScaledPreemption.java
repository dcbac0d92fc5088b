package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * F2. The right to let a workload grow (F1) whose pods have a priority that preempts → the pods of
 * a lower one on each node where more of its pods could be. No quota stops the first of them.
 *
 * <p>Source: Kubernetes documentation, "Pod Priority and Preemption".
 */
final class ScaledPreemption implements RowOfParts {

  /** What the {@code AUXILIARY} facts of this row mean by their first argument. */
  private static final int OUTGROWS = 24;

  @Override
  public String id() {
    return "F2";
  }

  @Override
  public String title() {
    return "preempts pods by the priority of a workload that it scales";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.AUXILIARY);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    int[] growers = ScalingRights.growers(facts, parts.firstFact());
    if (growers.length == 0) {
      return; // what nobody outgrows, nobody preempts so
    }
    List<Long> levels = levels(landscape);
    Map<Integer, List<PodClass>> grown = GrownWorkload.workloads(landscape);
    TreeSet<Integer> all = new TreeSet<>();
    for (int grower : growers) {
      int namespace = facts.b(grower);
      TreeSet<Integer> numbers = new TreeSet<>();
      if (namespace == ScalingRights.ANY_NAMESPACE) {
        grown.values().forEach(those -> addNumbers(landscape, levels, those, numbers));
      } else {
        addNumbers(landscape, levels, grown.getOrDefault(namespace, List.of()), numbers);
      }
      for (int number : numbers) {
        steps.to(facts.fact(FactKind.AUXILIARY, OUTGROWS, number)).from(grower).add();
      }
      all.addAll(numbers);
    }
    preempt(landscape, steps, levels, all, parts.firstFact());
  }

  /** Adds the nodes and priorities of what grows, as one number each. */
  private static void addNumbers(
      Landscape landscape, List<Long> levels, List<PodClass> podClasses, Set<Integer> numbers) {
    for (PodClass podClass : podClasses) {
      int level = level(landscape, levels, podClass);
      if (level >= 0) {
        for (int node : landscape.placement().ever(podClass)) {
          numbers.add(node * levels.size() + level);
        }
      }
    }
  }

  /**
   * Whom what grows ends.
   *
   * @param first facts below have been told of
   */
  private static void preempt(
      Landscape landscape, StepSink steps, List<Long> levels, Set<Integer> numbers, int first) {
    Facts facts = landscape.facts();
    Map<Integer, Map<Integer, PodClass>> lowest = new HashMap<>();
    for (int number : numbers) {
      int outgrows = facts.fact(FactKind.AUXILIARY, OUTGROWS, number);
      if (outgrows < first) {
        continue;
      }
      int node = number / levels.size();
      for (PodClass victim : lowest.computeIfAbsent(node, one -> lowest(landscape, one)).values()) {
        if (lowestOf(victim) < levels.get(number % levels.size())) {
          steps.to(facts.fact(FactKind.DISTURB, victim.namespace())).from(outgrows).add();
        }
      }
    }
  }

  /** The distinct priorities of what may grow and preempts, in order. */
  private static List<Long> levels(Landscape landscape) {
    TreeSet<Long> levels = new TreeSet<>();
    for (List<PodClass> podClasses : GrownWorkload.workloads(landscape).values()) {
      for (PodClass podClass : podClasses) {
        if (landscape.priorities().preempts(podClass.spec())) {
          levels.add(highestOf(podClass));
        }
      }
    }
    return new ArrayList<>(levels);
  }

  private static int level(Landscape landscape, List<Long> levels, PodClass podClass) {
    return landscape.priorities().preempts(podClass.spec())
        ? levels.indexOf(highestOf(podClass))
        : -1;
  }

  /** A priority that nobody resolved may be any. */
  private static long highestOf(PodClass podClass) {
    Integer priority = podClass.spec().priority();
    return priority == null ? Long.MAX_VALUE : priority;
  }

  private static long lowestOf(PodClass podClass) {
    Integer priority = podClass.spec().priority();
    return priority == null ? Long.MIN_VALUE : priority;
  }

  /** Of each tenant the pods on a node that are preempted first. */
  private static Map<Integer, PodClass> lowest(Landscape landscape, int node) {
    Map<Integer, PodClass> lowest = new TreeMap<>();
    for (int id : landscape.placement().podClassesOn(node)) {
      PodClass podClass = landscape.cluster().podClasses().get(id);
      lowest.merge(
          landscape.tenancy().ofNamespace(podClass.namespace()),
          podClass,
          (one, other) -> lowestOf(other) < lowestOf(one) ? other : one);
    }
    return lowest;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    List<Long> levels = levels(landscape);
    int premise = step.premise(0);
    boolean grows = facts.kind(step.conclusion()) == FactKind.AUXILIARY;
    int number = facts.b(grows ? step.conclusion() : premise);
    int node = number / levels.size();
    if (!grows) {
      lowest(landscape, node).values().stream()
          .filter(victim -> victim.namespace() == facts.a(step.conclusion()))
          .forEach(victim -> add(landscape, victim, node, evidence));
      return;
    }
    int grower = facts.b(premise);
    for (Map.Entry<Integer, List<PodClass>> there : GrownWorkload.workloads(landscape).entrySet()) {
      if (grower == ScalingRights.ANY_NAMESPACE || grower == there.getKey()) {
        for (PodClass podClass : there.getValue()) {
          if (level(landscape, levels, podClass) == number % levels.size()
              && landscape.placement().isEver(podClass, node)) {
            add(landscape, podClass, node, evidence);
            return;
          }
        }
      }
    }
  }

  private static void add(Landscape landscape, PodClass podClass, int node, EvidenceSink evidence) {
    Integer priority = podClass.spec().priority();
    String said = priority == null ? "unknown" : "" + priority;
    PodEvidence.add(landscape, podClass.id(), "priority", said, evidence);
    PodEvidence.addPlace(landscape, podClass.id(), node, evidence);
  }
}
