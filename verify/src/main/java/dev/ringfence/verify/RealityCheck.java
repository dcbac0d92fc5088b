package dev.ringfence.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * That no set is made up: with the boundaries of a set failed, and nothing else, all that follows
 * is worked out for all attackers at once, and what the table says must be among it. And that sets
 * are minimal: for no attacker does one set of a fact contain another.
 */
final class RealityCheck {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Claimed(int fact, long[] attackers) {}

  private final ScopedSystem system;
  private final String scope;
  private final Problems problems;
  private final long[][] held;
  private final Map<Integer, List<Integer>> consumers = new HashMap<>();
  private final Map<Integer, List<Integer>> stepsBehind = new HashMap<>();
  private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
  private final List<Integer> undoFacts = new ArrayList<>();
  private final List<long[]> undoBits = new ArrayList<>();

  RealityCheck(ScopedSystem system, String scope, Problems problems) {
    this.system = system;
    this.scope = scope;
    this.problems = problems;
    this.held = new long[system.labels.size()][system.words];
    for (int step = 0; step < system.conclusions.length; step++) {
      for (int premise : system.premises[step]) {
        consumers.computeIfAbsent(premise, key -> new ArrayList<>()).add(step);
      }
      for (int boundary : system.boundaries[step]) {
        stepsBehind.computeIfAbsent(boundary, key -> new ArrayList<>()).add(step);
      }
    }
  }

  void run() {
    Map<List<Integer>, List<Claimed>> bySet = new HashMap<>();
    for (int fact = 0; fact < system.labels.size(); fact++) {
      List<ScopedSystem.Label> labels = system.labels.get(fact);
      for (int i = 0; i < labels.size(); i++) {
        ScopedSystem.Label label = labels.get(i);
        List<Integer> key = java.util.Arrays.stream(label.set()).boxed().toList();
        bySet
            .computeIfAbsent(key, ignored -> new ArrayList<>())
            .add(new Claimed(fact, label.attackers()));
        minimal(fact, labels, i);
      }
    }
    closeWithoutFailures();
    for (Map.Entry<List<Integer>, List<Claimed>> entry : bySet.entrySet()) {
      int[] set = Bits.ints(entry.getKey());
      fail(set);
      for (Claimed claimed : entry.getValue()) {
        long[] madeUp = Bits.without(claimed.attackers(), held[claimed.fact()]);
        if (!Bits.isEmpty(madeUp)) {
          problems.add(
              scope
                  + ": "
                  + system.tenant(madeUp)
                  + " does not get \""
                  + system.certificate.facts().get(claimed.fact())
                  + "\" when "
                  + system.words(set)
                  + " fails, as the table says");
        }
      }
      undo();
    }
  }

  private void minimal(int fact, List<ScopedSystem.Label> labels, int i) {
    ScopedSystem.Label label = labels.get(i);
    if (Bits.isEmpty(label.attackers())) {
      problems.add(scope + ": a set is nobody's");
    }
    for (int j = 0; j < labels.size(); j++) {
      ScopedSystem.Label other = labels.get(j);
      if (j != i
          && Bits.contains(label.set(), other.set())
          && !Bits.isEmpty(Bits.and(label.attackers(), other.attackers()))) {
        problems.add(
            scope
                + ": "
                + system.words(label.set())
                + " is not minimal for \""
                + system.certificate.facts().get(fact)
                + "\"");
      }
    }
  }

  private void closeWithoutFailures() {
    for (int fact = 0; fact < held.length; fact++) {
      long[] starts = system.starts[fact];
      if (starts != null) {
        grow(fact, starts);
      }
    }
    for (int step = 0; step < system.conclusions.length; step++) {
      if (system.premises[step].length == 0) {
        fire(step, new int[0]);
      }
    }
    propagate(new int[0]);
    undoFacts.clear();
    undoBits.clear();
  }

  private void fail(int[] set) {
    for (int boundary : set) {
      for (int step : stepsBehind.getOrDefault(boundary, List.of())) {
        fire(step, set);
      }
    }
    propagate(set);
  }

  private void propagate(int[] set) {
    while (!waiting.isEmpty()) {
      for (int step : consumers.getOrDefault(waiting.poll(), List.of())) {
        fire(step, set);
      }
    }
  }

  private void fire(int step, int[] set) {
    if (!Bits.contains(set, system.boundaries[step])) {
      return;
    }
    long[] able = system.attackers[step];
    for (int premise : system.premises[step]) {
      able = Bits.and(able, held[premise]);
    }
    grow(system.conclusions[step], able);
  }

  private void grow(int fact, long[] by) {
    if (Bits.isEmpty(Bits.without(by, held[fact]))) {
      return;
    }
    undoFacts.add(fact);
    undoBits.add(held[fact].clone());
    for (int word = 0; word < by.length; word++) {
      held[fact][word] |= by[word];
    }
    waiting.add(fact);
  }

  private void undo() {
    for (int i = undoFacts.size() - 1; i >= 0; i--) {
      held[undoFacts.get(i)] = undoBits.get(i);
    }
    undoFacts.clear();
    undoBits.clear();
  }
}
