package dev.ringfence.cli;

import dev.ringfence.engine.judgement.ProofListing;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.proof.Proof;
import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.verify.Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a run down in the words of the module {@code verify}, which knows no engine. */
final class Certification {

  private final ProofRun run;
  private final ProofListing listing;
  private final StepGraph graph;

  /** Several rows may have one name: a step's name is all that anybody else knows of its row. */
  private final List<String> rules;

  private final List<Certificate.Claim> claims = new ArrayList<>();
  private final List<Certificate.Witness> witnesses = new ArrayList<>();

  private Certification(ProofRun run) {
    this.run = run;
    this.listing = run.listing();
    this.graph = listing.graph();
    this.rules = listing.rules().stream().distinct().toList();
  }

  /** With tables and witnesses. */
  static Certificate complete(ProofRun run, Map<String, Long> objects, String source) {
    Certification certification = new Certification(run);
    certification.judge(true);
    return certification.certificate(objects, source, certification.tables());
  }

  /** What a certificate is compared with: steps, start facts and what is asked. */
  static Certificate withoutTables(ProofRun run, Map<String, Long> objects, String source) {
    Certification certification = new Certification(run);
    certification.judge(false);
    return certification.certificate(objects, source, Map.of());
  }

  private Certificate certificate(
      Map<String, Long> objects,
      String source,
      Map<Certificate.Scope, List<List<Certificate.Label>>> tables) {
    List<String> facts = new ArrayList<>();
    for (int fact = 0; fact < graph.factCount(); fact++) {
      facts.add(listing.factWords(fact));
    }
    return new Certificate(
        source,
        run.cluster().kubernetesVersion(),
        run.maximumDepth(),
        run.tenancy().tenants().stream().map(Tenant::name).toList(),
        listing.boundaries().stream().map(Object::toString).toList(),
        listing.assumptions(),
        rules,
        facts,
        objects,
        starts(),
        steps(),
        tables,
        claims,
        witnesses);
  }

  private List<Certificate.Start> starts() {
    List<Certificate.Start> starts = new ArrayList<>();
    for (int start = 0; start < graph.startCount(); start++) {
      List<Integer> assumptions = new ArrayList<>();
      for (int i = 0; i < graph.startAssumptionCount(start); i++) {
        assumptions.add(graph.startAssumption(start, i));
      }
      starts.add(
          new Certificate.Start(graph.startAttacker(start), graph.startFact(start), assumptions));
    }
    return starts;
  }

  private List<Certificate.Step> steps() {
    int[] ruleOfRow = listing.rules().stream().mapToInt(rules::indexOf).toArray();
    List<Certificate.Step> steps = new ArrayList<>();
    for (int step = 0; step < graph.stepCount(); step++) {
      List<Integer> premises = new ArrayList<>();
      for (int i = 0; i < graph.premiseCount(step); i++) {
        premises.add(graph.premise(step, i));
      }
      List<Integer> boundaries = new ArrayList<>();
      for (int i = 0; i < graph.boundaryCount(step); i++) {
        boundaries.add(graph.boundary(step, i));
      }
      List<Integer> assumptions = new ArrayList<>();
      for (int i = 0; i < graph.assumptionCount(step); i++) {
        assumptions.add(graph.assumption(step, i));
      }
      long[] attackers = graph.attackers(step);
      ProofListing.PublishedStep published = listing.published(step);
      steps.add(
          new Certificate.Step(
              ruleOfRow[graph.rule(step)],
              graph.conclusion(step),
              premises,
              boundaries,
              assumptions,
              attackers == null ? null : words(attackers),
              published == null
                  ? null
                  : new Certificate.Published(published.victim(), words(published.to()))));
    }
    return steps;
  }

  private static List<Long> words(long[] bits) {
    List<Long> words = new ArrayList<>(bits.length);
    for (long word : bits) {
      words.add(word);
    }
    return words;
  }

  private Map<Certificate.Scope, List<List<Certificate.Label>>> tables() {
    Map<Certificate.Scope, List<List<Certificate.Label>>> tables =
        new EnumMap<>(Certificate.Scope.class);
    for (Certificate.Scope scope : Certificate.Scope.values()) {
      Proof proof =
          switch (scope) {
            case FEARED -> listing.everyFact(true, false);
            case REFUTED -> listing.everyFact(false, false);
            case FEARED_UNPUBLISHED -> listing.everyFact(true, true);
            case REFUTED_UNPUBLISHED -> listing.everyFact(false, true);
          };
      if (proof != null) {
        tables.put(scope, table(proof));
      }
    }
    return tables;
  }

  private List<List<Certificate.Label>> table(Proof proof) {
    Map<FailureSet, List<Integer>> sets = new HashMap<>();
    List<List<Certificate.Label>> table = new ArrayList<>();
    for (int fact = 0; fact < graph.factCount(); fact++) {
      List<Certificate.Label> labels = new ArrayList<>(2);
      for (int label = proof.firstLabel(fact); label < proof.endLabel(fact); label++) {
        List<Long> attackers = new ArrayList<>(proof.attackerWords());
        for (int word = 0; word < proof.attackerWords(); word++) {
          attackers.add(proof.attackerWord(label, word));
        }
        labels.add(
            new Certificate.Label(
                sets.computeIfAbsent(proof.failureSet(label), Certification::boundaries),
                attackers));
      }
      table.add(labels);
    }
    return table;
  }

  private static List<Integer> boundaries(FailureSet set) {
    List<Integer> boundaries = new ArrayList<>(set.size());
    for (int i = 0; i < set.size(); i++) {
      boundaries.add(set.boundary(i));
    }
    return boundaries;
  }

  /** The verdicts; and for each goal and smallest set that falls short one witness. */
  private void judge(boolean witnessed) {
    Set<List<Object>> seen = new HashSet<>();
    run.forEachVerdict(
        verdict -> {
          int goal = listing.goal(verdict.from(), verdict.to(), verdict.stake());
          ProofListing.Depths depths = listing.depths(verdict.from(), verdict.to(), goal);
          claims.add(
              new Certificate.Claim(
                  verdict.from(),
                  verdict.to(),
                  verdict.stake().word(),
                  goal,
                  verdict.required(),
                  depths.feared(),
                  depths.refuted(),
                  outcome(verdict.outcome())));
          if (witnessed && verdict.outcome() != Verdict.Outcome.HOLDS) {
            boolean feared = verdict.outcome() == Verdict.Outcome.UNDECIDED;
            FailureSet set = listing.smallest(verdict.from(), verdict.to(), goal, feared);
            if (set != null && seen.add(List.of(goal, feared, set))) {
              witnesses.add(witness(verdict.from(), goal, set, feared));
            }
          }
        });
  }

  private Certificate.Witness witness(int attacker, int goal, FailureSet set, boolean feared) {
    List<Certificate.Evidenced> steps = new ArrayList<>();
    for (int step : listing.witness(attacker, goal, set, feared)) {
      steps.add(new Certificate.Evidenced(step, items(listing, step)));
    }
    return new Certificate.Witness(attacker, goal, boundaries(set), feared, steps);
  }

  /** A step's evidence without the places in files, which may differ where the objects do not. */
  static List<Certificate.Item> items(ProofListing listing, int step) {
    List<Certificate.Item> items = new ArrayList<>();
    for (Evidence evidence : listing.evidence(step)) {
      items.add(new Certificate.Item(evidence.object(), evidence.field(), evidence.value()));
    }
    return items;
  }

  private static Certificate.Outcome outcome(Verdict.Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> Certificate.Outcome.HOLDS;
      case FALLS_SHORT -> Certificate.Outcome.FALLS_SHORT;
      case UNDECIDED -> Certificate.Outcome.UNDECIDED;
    };
  }
}
