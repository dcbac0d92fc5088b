package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A step system as plain sets, small enough to be judged by trying everything. */
record PlainSystem(
    int facts,
    int boundaries,
    int assumptions,
    int attackers,
    List<Step> steps,
    List<Start> starts,
    List<Integer> goals,
    int maximumDepth) {

  /** Attackers empty = all. */
  record Step(
      int conclusion,
      Set<Integer> premises,
      Set<Integer> boundaries,
      Set<Integer> assumptions,
      Set<Integer> attackers) {}

  record Start(int attacker, int fact, Set<Integer> assumptions) {}

  StepGraph graph() {
    StepGraphBuilder builder = new StepGraphBuilder(attackers);
    for (Start start : starts) {
      builder.start(start.attacker, start.fact, ints(start.assumptions));
    }
    for (Step step : steps) {
      long[] mask = new long[(attackers + 63) / 64];
      step.attackers.forEach(attacker -> mask[attacker / 64] |= 1L << (attacker % 64));
      builder.addStep(
          0,
          step.conclusion,
          ints(step.premises),
          ints(step.boundaries),
          ints(step.assumptions),
          step.attackers.isEmpty() ? null : mask);
    }
    return builder.build(facts, boundaries);
  }

  int[] goalArray() {
    return goals.stream().mapToInt(Integer::intValue).toArray();
  }

  static int[] ints(Set<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Names things one after another, for examples. */
  static final class Sketch {
    private final List<Step> steps = new ArrayList<>();
    private final List<Start> starts = new ArrayList<>();
    private final int facts;
    private final int boundaries;

    Sketch(int facts, int boundaries) {
      this.facts = facts;
      this.boundaries = boundaries;
    }

    Sketch start(int attacker, int fact, Integer... assumptions) {
      starts.add(new Start(attacker, fact, Set.of(assumptions)));
      return this;
    }

    Sketch step(int conclusion, Set<Integer> premises, Set<Integer> boundaries) {
      return step(conclusion, premises, boundaries, Set.of(), Set.of());
    }

    Sketch step(
        int conclusion,
        Set<Integer> premises,
        Set<Integer> boundaries,
        Set<Integer> assumptions,
        Set<Integer> attackers) {
      steps.add(
          new Step(
              conclusion,
              new TreeSet<>(premises),
              new TreeSet<>(boundaries),
              new TreeSet<>(assumptions),
              new TreeSet<>(attackers)));
      return this;
    }

    PlainSystem system(int attackers, int maximumDepth, Integer... goals) {
      return new PlainSystem(
          facts, boundaries, 10, attackers, steps, starts, List.of(goals), maximumDepth);
    }
  }
}
