package dev.ringfence.engine.judgement;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.proof.AssumptionsUsed;
import dev.ringfence.engine.proof.Closure;
import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.proof.Witness;
import dev.ringfence.engine.proof.WitnessSearch;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Witnesses with words and evidence, worked out when somebody asks. */
final class Witnesses {

  private final Derivation derivation;
  private final StepGraph graph;
  private final FactWords words;
  private final WitnessSearch search;

  /** By number: steps that are told alike on every path they are on. */
  private final Map<Integer, Explanation.Step> told = new HashMap<>();

  private final AssumptionsUsed used;

  /** All assumptions by number: taken once, because a copy is made at every question. */
  private List<Assumption> asked = List.of();

  /**
   * @param goals what assumptions will be asked of
   */
  Witnesses(Derivation derivation, int[] goals) {
    this.derivation = derivation;
    this.graph = derivation.graph();
    this.used = new AssumptionsUsed(graph, goals);
    this.search = new WitnessSearch(graph);
    this.words = new FactWords(derivation.landscape());
  }

  /** The assumptions that a way to the goal rests on, by id. */
  List<String> assumptions(int attacker, int goal, FailureSet failed) {
    return assumptionIds(used.of(attacker, goal, failed));
  }

  private Witness find(int attacker, int goal, FailureSet failed) {
    Witness witness = search.find(attacker, goal, failed);
    if (witness == null) {
      throw new IllegalStateException(
          "no witness for a failure set that the search found: " + failed);
    }
    return witness;
  }

  private List<String> assumptionIds(int[] indexes) {
    if (asked.isEmpty()) {
      asked = derivation.landscape().assumptions().asked();
    }
    String[] ids = new String[indexes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = asked.get(indexes[i]).id();
    }
    Arrays.sort(ids);
    return List.of(ids);
  }

  Explanation.Path path(int attacker, int goal, FailureSet failed, String findingId) {
    Witness witness = find(attacker, goal, failed);
    List<Explanation.Step> steps = new ArrayList<>();
    Map<Integer, Integer> stepTo = new HashMap<>();
    for (int step : witness.steps()) {
      stepTo.putIfAbsent(graph.conclusion(step), step);
    }
    for (int step : witness.steps()) {
      steps.add(step(step, stepTo));
    }
    List<String> start = new ArrayList<>();
    for (int fact : witness.startFacts()) {
      start.add(words.of(fact));
    }
    return new Explanation.Path(
        findingId,
        Names.boundaries(derivation.boundaries(), failed),
        start,
        steps,
        assumptionIds(witness.assumptions()));
  }

  private Explanation.Step step(int step, Map<Integer, Integer> stepTo) {
    Explanation.Step known = told.get(step);
    if (known != null) {
      return known;
    }
    GraphStep view = new GraphStep(graph, step, new PathBefore(graph, stepTo));
    Explanation.Step now = worded(view);
    if (!view.before().isAsked()) {
      told.put(step, now);
    }
    return now;
  }

  private Explanation.Step worded(GraphStep view) {
    int step = view.step();
    Row row = derivation.rows().get(graph.rule(step));
    List<String> from = new ArrayList<>();
    List<Integer> fromIndexes = new ArrayList<>();
    for (int i = 0; i < graph.premiseCount(step); i++) {
      from.add(words.of(graph.premise(step, i)));
      fromIndexes.add(graph.premise(step, i));
    }
    int[] assumptions = new int[graph.assumptionCount(step)];
    for (int i = 0; i < assumptions.length; i++) {
      assumptions[i] = graph.assumption(step, i);
    }
    return new Explanation.Step(
        row.id(),
        row.title(),
        from,
        words.of(graph.conclusion(step)),
        graph.conclusion(step),
        fromIndexes,
        breaks(step),
        assumptionIds(assumptions),
        evidence(view));
  }

  /** The objects, fields and values that make the step possible. */
  List<Evidence> evidence(int step) {
    return evidence(new GraphStep(graph, step, new PathBefore(graph, Map.of())));
  }

  private List<Evidence> evidence(GraphStep view) {
    EvidenceSink evidence = new EvidenceSink();
    derivation.rows().get(graph.rule(view.step())).explain(derivation.landscape(), view, evidence);
    return evidence.evidence();
  }

  private List<Boundary> breaks(int step) {
    List<Boundary> breaks = new ArrayList<>();
    for (int i = 0; i < graph.boundaryCount(step); i++) {
      breaks.add(derivation.boundaries().get(graph.boundary(step, i)));
    }
    breaks.sort(null);
    return breaks;
  }

  /** What the attacker can get without any failure, in words, each once. */
  List<String> gained(int attacker) {
    Closure closure = Closure.of(graph, attacker, FailureSet.NONE, assumption -> true);
    Set<String> gained = new LinkedHashSet<>();
    for (int fact : closure.facts()) {
      gained.add(words.of(fact));
    }
    return List.copyOf(gained);
  }

  /** The steps whose premises the attacker has and whose boundaries stand. */
  List<Explanation.Blocked> blocked(int attacker) {
    Closure closure = Closure.of(graph, attacker, FailureSet.NONE, assumption -> true);
    Set<Explanation.Blocked> blocked = new LinkedHashSet<>();
    for (int step : closure.blockedSteps()) {
      Row row = derivation.rows().get(graph.rule(step));
      blocked.add(
          new Explanation.Blocked(
              breaks(step), row.id(), row.title(), words.of(graph.conclusion(step))));
    }
    return List.copyOf(blocked);
  }

  /** The other steps of a path, and whether anybody asked for them. */
  private static final class PathBefore {
    private final StepGraph graph;

    /** For each conclusion of the path's steps the step that leads there. */
    private final Map<Integer, Integer> stepTo;

    private boolean asked;

    PathBefore(StepGraph graph, Map<Integer, Integer> stepTo) {
      this.graph = graph;
      this.stepTo = stepTo;
    }

    @Nullable StepView leadingTo(int premise) {
      asked = true;
      Integer leading = stepTo.get(premise);
      return leading == null ? null : new GraphStep(graph, leading, this);
    }

    boolean isAsked() {
      return asked;
    }
  }

  /** One step of the graph as its row sees it. */
  private record GraphStep(StepGraph graph, int step, PathBefore before) implements StepView {

    @Override
    public @Nullable StepView leadingTo(int premise) {
      return before.leadingTo(premise);
    }

    @Override
    public int premiseCount() {
      return graph.premiseCount(step);
    }

    @Override
    public int premise(int index) {
      return graph.premise(step, index);
    }

    @Override
    public int conclusion() {
      return graph.conclusion(step);
    }
  }
}
