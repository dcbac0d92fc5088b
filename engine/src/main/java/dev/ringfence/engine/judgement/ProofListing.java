package dev.ringfence.engine.judgement;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.proof.Mode;
import dev.ringfence.engine.proof.Proof;
import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.proof.Witness;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Stake;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that a certificate says of a run: its steps in numbers and words, its sets, its witnesses.
 */
public final class ProofListing {

  private final ProofRun run;
  private final Derivation derivation;
  private final MinimalSets feared;
  private final MinimalSets refuted;
  private final Witnesses witnesses;
  private final FactWords words;
  private final PublishedWays ways;

  /** The sets of one verdict's goal that are counted. */
  public record Depths(int feared, int refuted) {}

  /** To whom the port behind a step is published, and by whom. */
  @SuppressWarnings("ArrayRecordComponent") // read-only by contract
  public record PublishedStep(int victim, long[] to) {}

  ProofListing(
      ProofRun run,
      Derivation derivation,
      MinimalSets feared,
      MinimalSets refuted,
      Witnesses witnesses) {
    this.run = run;
    this.derivation = derivation;
    this.feared = feared;
    this.refuted = refuted;
    this.witnesses = witnesses;
    this.words = new FactWords(derivation.landscape());
    this.ways = PublishedWays.of(derivation, new Published(derivation.landscape()));
  }

  public StepGraph graph() {
    return derivation.graph();
  }

  public List<Boundary> boundaries() {
    return derivation.boundaries();
  }

  /** By index, as steps name them. */
  public List<String> assumptions() {
    return derivation.landscape().assumptions().asked().stream().map(Assumption::id).toList();
  }

  /** By number: the catalogue's id and what the attacker does. */
  public List<String> rules() {
    return derivation.rows().stream().map(row -> row.id() + " " + row.title()).toList();
  }

  public String factWords(int fact) {
    return words.of(fact);
  }

  /** The fact that is the victim's stake, for this attacker. */
  public int goal(int from, int to, Stake stake) {
    return run.goal(from, to, stake);
  }

  public Depths depths(int from, int to, int goal) {
    return new Depths(feared.find(from, to, goal).depth(), refuted.find(from, to, goal).depth());
  }

  /** The smallest counted set, null where there is none. */
  public @Nullable FailureSet smallest(int from, int to, int goal, boolean withFears) {
    List<FailureSet> sets = (withFears ? feared : refuted).find(from, to, goal).sets();
    return sets.isEmpty() ? null : sets.getFirst();
  }

  /** Null where the step goes through no published port. */
  public @Nullable PublishedStep published(int step) {
    long[] to = ways.publishedTo(step);
    if (to == null) {
      return null;
    }
    Facts facts = derivation.landscape().facts();
    return new PublishedStep(
        derivation.landscape().tenantOf(facts.a(graph().premise(step, 0))), to);
  }

  /** The minimal sets of every fact; null where nothing is published and it is asked without. */
  public @Nullable Proof everyFact(boolean withFears, boolean unpublished) {
    StepGraph graph = unpublished ? ways.graphWithout() : graph();
    if (graph == null) {
      return null;
    }
    int[] all = IntStream.range(0, graph.factCount()).toArray();
    return Proof.search(
        graph, all, run.maximumDepth(), withFears ? Mode.PESSIMISTIC : Mode.REFUTED);
  }

  /** The steps of one way. */
  public int[] witness(int attacker, int goal, FailureSet failed, boolean withFears) {
    Witness witness = Witness.find(graph(), attacker, goal, failed, assumption -> withFears);
    if (witness == null) {
      throw new IllegalStateException("no witness for a set that the search found: " + failed);
    }
    return witness.steps();
  }

  /** The objects, fields and values that make a step possible. */
  public List<Evidence> evidence(int step) {
    return witnesses.evidence(step);
  }
}
