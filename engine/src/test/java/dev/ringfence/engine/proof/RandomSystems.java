package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Random step systems, by seed, with the shapes that a search gets wrong first: one boundary in
 * many places and others in few, met twice in a chain, under one AND and through a cycle; fences
 * that fail or are taken down; several boundaries at once; attackers apart; assumptions.
 */
final class RandomSystems {
  private final Random random;
  private final List<PlainSystem.Step> steps = new ArrayList<>();
  private int facts;
  private int boundaries;
  private int assumptions;
  private int attackers;

  private RandomSystems(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
  }

  static PlainSystem system(long seed) {
    return new RandomSystems(seed).generate();
  }

  private PlainSystem generate() {
    facts = 1 + random.nextInt(3);
    boundaries = 1 + random.nextInt(7);
    assumptions = random.nextInt(4);
    attackers = chance(0.1) ? 60 + random.nextInt(90) : 1 + random.nextInt(4);
    List<PlainSystem.Start> starts = new ArrayList<>();
    int startCount = 1 + random.nextInt(2 * Math.min(attackers, 8));
    for (int i = 0; i < startCount; i++) {
      starts.add(
          new PlainSystem.Start(attacker(), fact(), chance(0.2) ? some(assumptions, 2) : Set.of()));
    }
    int shapes = 2 + random.nextInt(6);
    for (int i = 0; i < shapes; i++) {
      switch (random.nextInt(7)) {
        case 0 -> chain();
        case 1 -> cycle();
        case 2 -> joinOfTwoWays();
        case 3 -> fenceDownTwins();
        case 4 -> hub();
        default -> anything(1 + random.nextInt(3));
      }
    }
    Set<Integer> goals = new TreeSet<>(Set.of(facts - 1));
    while (chance(0.5)) {
      goals.add(fact());
    }
    return new PlainSystem(
        facts,
        boundaries,
        assumptions,
        attackers,
        steps,
        starts,
        List.copyOf(goals),
        random.nextInt(5));
  }

  private void chain() {
    Set<Integer> reused = Set.of(boundary());
    int from = fact();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      int to = oftenNewFact();
      step(to, Set.of(from), chance(0.6) ? reused : fences());
      from = to;
    }
  }

  private void cycle() {
    int first = fact();
    int from = first;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int to = oftenNewFact();
      step(to, Set.of(from), fences());
      from = to;
    }
    step(first, Set.of(from), fences());
  }

  private void joinOfTwoWays() {
    int from = fact();
    int left = oftenNewFact();
    int right = oftenNewFact();
    Set<Integer> shared = Set.of(boundary());
    step(left, Set.of(from), shared);
    step(right, Set.of(chance(0.5) ? from : fact()), chance(0.7) ? shared : fences());
    step(oftenNewFact(), premises(left, right), chance(0.3) ? shared : fences());
  }

  private void fenceDownTwins() {
    int down = oftenNewFact();
    int boundary = boundary();
    step(down, Set.of(fact()), fences());
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int from = fact();
      int to = oftenNewFact();
      Set<Integer> others = chance(0.3) ? fences() : Set.of();
      Set<Integer> withBoundary = new TreeSet<>(others);
      withBoundary.add(boundary);
      step(to, Set.of(from), withBoundary);
      step(to, premises(from, down), others);
    }
  }

  private void hub() {
    int from = fact();
    int hub = oftenNewFact();
    for (int boundary = 0; boundary < boundaries; boundary++) {
      step(hub, Set.of(from), Set.of(boundary));
    }
    step(oftenNewFact(), Set.of(hub), Set.of());
    step(oftenNewFact(), premises(hub, fact()), fences());
  }

  private void anything(int count) {
    for (int i = 0; i < count; i++) {
      Set<Integer> premises = some(facts, chance(0.5) ? 1 : 3);
      step(oftenNewFact(), premises, fences());
    }
  }

  private void step(int conclusion, Set<Integer> premises, Set<Integer> fences) {
    steps.add(
        new PlainSystem.Step(
            conclusion,
            premises,
            fences,
            chance(0.1) ? some(assumptions, 2) : Set.of(),
            chance(0.15) ? maskedAttackers() : Set.of()));
  }

  private Set<Integer> maskedAttackers() {
    Set<Integer> allowed = new TreeSet<>(Set.of(attacker()));
    for (int attacker = 0; attacker < attackers; attacker++) {
      if (random.nextBoolean()) {
        allowed.add(attacker);
      }
    }
    return allowed;
  }

  private Set<Integer> fences() {
    if (chance(0.35)) {
      return Set.of();
    }
    Set<Integer> fences = new TreeSet<>(Set.of(boundary()));
    while (chance(0.2)) {
      fences.add(boundary());
    }
    return fences;
  }

  private Set<Integer> premises(int left, int right) {
    return new TreeSet<>(List.of(left, right));
  }

  private Set<Integer> some(int below, int most) {
    Set<Integer> some = new TreeSet<>();
    for (int i = random.nextInt(most + 1); i > 0 && below > 0; i--) {
      some.add(random.nextInt(below));
    }
    if (some.isEmpty() && below > 0 && chance(0.9)) {
      some.add(random.nextInt(below));
    }
    return some;
  }

  /** Boundary 0 stands in many places, the others in few. */
  private int boundary() {
    return chance(0.4) ? 0 : random.nextInt(boundaries);
  }

  /** Facts that only one shape leads to are the deep ones. */
  private int oftenNewFact() {
    return facts < 16 && chance(0.75) ? facts++ : fact();
  }

  private int fact() {
    return random.nextInt(facts);
  }

  private int attacker() {
    return random.nextInt(attackers);
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}
