package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Stake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a run's verdicts are what they are: the ways through its failure sets, by name. */
final class Explanations {

  private final Landscape landscape;
  private final Judge judge;
  private final MinimalSets feared;
  private final MinimalSets refuted;
  private final RunEvidence evidence;
  private final RunEvidence.Ways ways;

  Explanations(
      Landscape landscape,
      Judge judge,
      MinimalSets.Both found,
      RunEvidence evidence,
      RunEvidence.Ways ways) {
    this.landscape = landscape;
    this.judge = judge;
    this.feared = found.feared();
    this.refuted = found.refuted();
    this.evidence = evidence;
    this.ways = ways;
  }

  Explanation explain(int from, int to, Stake stake) {
    int goal = judge.goal(from, to, stake);
    MinimalSets.Found sure = refuted.find(from, to, goal);
    MinimalSets.Found worst = feared.find(from, to, goal);
    // First what rests on nothing assumed, then what is added if assumptions are as bad as feared.
    Set<FailureSet> sets = new LinkedHashSet<>(evidence.inOrder(sure.sets()));
    sets.addAll(evidence.inOrder(worst.sets()));
    List<Explanation.Path> paths = paths(Integer.MAX_VALUE, from, to, stake, goal, sets);
    Set<FailureSet> offered = new LinkedHashSet<>(evidence.inOrder(sure.byPublication()));
    offered.addAll(evidence.inOrder(worst.byPublication()));
    List<Explanation.Path> published = new ArrayList<>();
    for (FailureSet set : offered) {
      published.add(path(from, to, stake, goal, set));
    }
    boolean open = !paths.isEmpty();
    return new Explanation(
        from,
        to,
        stake,
        paths,
        published,
        open ? List.of() : ways.witnesses().gained(from),
        open ? List.of() : ways.witnesses().blocked(from));
  }

  @Nullable List<Boundary> firstWay(int from, int to, Stake stake) {
    int goal = judge.goal(from, to, stake);
    List<FailureSet> sure = refuted.find(from, to, goal).sets();
    List<FailureSet> ways = sure.isEmpty() ? feared.find(from, to, goal).sets() : sure;
    return ways.isEmpty() ? null : evidence.named(evidence.first(ways));
  }

  List<Explanation.Path> certainOfFewerThan(int boundaries, int from, int to, Stake stake) {
    int goal = judge.goal(from, to, stake);
    return paths(
        boundaries, from, to, stake, goal, evidence.inOrder(refuted.find(from, to, goal).sets()));
  }

  private List<Explanation.Path> paths(
      int boundaries, int from, int to, Stake stake, int goal, Collection<FailureSet> sets) {
    List<Explanation.Path> paths = new ArrayList<>();
    for (FailureSet set : sets) {
      if (set.size() < boundaries) {
        paths.add(path(from, to, stake, goal, set));
      }
    }
    return paths;
  }

  private Explanation.Path path(int from, int to, Stake stake, int goal, FailureSet set) {
    return ways.path(from, goal, set, findingId(from, to, stake, evidence.named(set)));
  }

  String findingId(int from, int to, Stake stake, List<Boundary> boundaries) {
    return Names.findingId(
        landscape.tenancy().tenant(from).name(),
        landscape.tenancy().tenant(to).name(),
        stake,
        boundaries);
  }
}
