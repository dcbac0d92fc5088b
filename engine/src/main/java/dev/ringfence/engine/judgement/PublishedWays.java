package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.proof.StepGraphBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps that exploit a workload through a port that its tenant publishes to the attacker: those
 * with one boundary, from a {@link FactKind#CONNECT} fact whose ports are all published.
 */
final class PublishedWays {

  private record Offer(int victim, int boundary) {}

  private final StepGraph graph;
  private final int attackers;

  /** For each published step the attackers to whom it is published. */
  private final Map<Integer, long[]> byStep = new HashMap<>();

  private final Map<Offer, long[]> offers = new HashMap<>();
  private final Map<Integer, Set<Integer>> victimsOfBoundary = new HashMap<>();

  private PublishedWays(StepGraph graph, int attackers) {
    this.graph = graph;
    this.attackers = attackers;
  }

  static PublishedWays of(Derivation derivation, Published published) {
    Landscape landscape = derivation.landscape();
    StepGraph graph = derivation.graph();
    PublishedWays ways = new PublishedWays(graph, landscape.tenancy().tenants().size());
    if (published.isEmpty()) {
      return ways;
    }
    Facts facts = landscape.facts();
    for (int step = 0; step < graph.stepCount(); step++) {
      if (graph.boundaryCount(step) != 1 || graph.premiseCount(step) != 1) {
        continue;
      }
      int premise = graph.premise(step, 0);
      if (facts.kind(premise) == FactKind.CONNECT) {
        int podClass = facts.a(premise);
        long[] to = published.offeredTo(podClass, facts.b(premise));
        if (to != null) {
          ways.add(step, landscape.tenantOf(podClass), graph.boundary(step, 0), to);
        }
      }
    }
    return ways;
  }

  private void add(int step, int victim, int boundary, long[] to) {
    byStep.put(step, to);
    long[] all = offers.computeIfAbsent(new Offer(victim, boundary), key -> new long[to.length]);
    for (int word = 0; word < to.length; word++) {
      all[word] |= to[word];
    }
    victimsOfBoundary.computeIfAbsent(boundary, key -> new HashSet<>()).add(victim);
  }

  /** To whom the step's port is published; null where to nobody. */
  long @Nullable [] publishedTo(int step) {
    return byStep.get(step);
  }

  /** Whether the victim publishes a port behind which this workload stands to the attacker. */
  boolean publishes(int victim, int attacker, int boundary) {
    long[] to = offers.get(new Offer(victim, boundary));
    return to != null && AttackerBits.contains(to, attacker);
  }

  /**
   * Whether another tenant publishes the same workload to the attacker: then the search without any
   * published way proves nothing about the victim's, and the set is counted.
   */
  boolean othersPublish(int victim, int attacker, int boundary) {
    for (int other : victimsOfBoundary.getOrDefault(boundary, Set.of())) {
      if (other != victim && publishes(other, attacker, boundary)) {
        return true;
      }
    }
    return false;
  }

  /** The graph without the published ways, each only for whom it is published; null if none is. */
  @Nullable StepGraph graphWithout() {
    if (byStep.isEmpty()) {
      return null;
    }
    StepGraphBuilder builder = new StepGraphBuilder(attackers);
    for (int attacker = 0; attacker < attackers; attacker++) {
      int end = graph.firstStart(attacker + 1);
      for (int start = graph.firstStart(attacker); start < end; start++) {
        int[] assumptions = new int[graph.startAssumptionCount(start)];
        for (int i = 0; i < assumptions.length; i++) {
          assumptions[i] = graph.startAssumption(start, i);
        }
        builder.start(attacker, graph.startFact(start), assumptions);
      }
    }
    for (int step = 0; step < graph.stepCount(); step++) {
      long[] to = byStep.get(step);
      builder.addStep(
          graph.rule(step),
          graph.conclusion(step),
          premises(step),
          boundaries(step),
          assumptions(step),
          to == null ? graph.attackers(step) : without(graph.attackers(step), to));
    }
    return builder.build(graph.factCount(), graph.boundaryCount());
  }

  private long[] without(long @Nullable [] allowed, long[] to) {
    return AttackerBits.without(allowed == null ? AttackerBits.everybody(attackers) : allowed, to);
  }

  private int[] premises(int step) {
    int[] list = new int[graph.premiseCount(step)];
    for (int i = 0; i < list.length; i++) {
      list[i] = graph.premise(step, i);
    }
    return list;
  }

  private int[] boundaries(int step) {
    int[] list = new int[graph.boundaryCount(step)];
    for (int i = 0; i < list.length; i++) {
      list[i] = graph.boundary(step, i);
    }
    return list;
  }

  private int[] assumptions(int step) {
    int[] list = new int[graph.assumptionCount(step)];
    for (int i = 0; i < list.length; i++) {
      list[i] = graph.assumption(step, i);
    }
    return list;
  }
}
