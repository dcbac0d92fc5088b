package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.PolicySet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;

/**
 * The fewest changes that make all of some requirements hold together: a hitting set over witnesses
 * (Reiter, A theory of diagnosis from first principles, 1987), where a witness is hit by a change
 * after which it is no longer proved.
 *
 * <p>First changes are gathered, for every witness that has no change yet, until nothing is left
 * that a known change could stop: that tells how far the known changes get. Then each is taken away
 * again that is not needed. Then fewer of them are tried, all sets of one size before any of the
 * next. Each step is a proof of the whole cluster; where {@code maximumProofs} ends the search,
 * fewer changes may do it, and the result says so.
 */
public final class FixSearch {

  /** How the changes were found. */
  public enum How {
    /** No fewer of the known kinds of changes get as far. */
    FEWEST,
    /** The search was bounded: fewer may do it, or get further. */
    GREEDY
  }

  /**
   * What was found.
   *
   * @param proved the answers with the changes made
   * @param open what still falls short
   * @param proofs how many proofs it took
   */
  public record Result(
      How how, List<Repair> repairs, ProofAnswers proved, List<Shortfall> open, int proofs) {
    public Result {
      repairs = List.copyOf(repairs);
      open = List.copyOf(open);
    }
  }

  private final Cluster cluster;
  private final PolicySet policy;
  private final BiFunction<PolicySet, Cluster, ProofAnswers> prover;
  private final List<Target> targets;
  private final int maximumProofs;
  private final IntConsumer progress;
  private int proofs;

  /**
   * @param cluster as read
   * @param policy what people say of it
   * @param prover proves a changed cluster as the original was proved
   * @param progress told how many proofs were begun
   */
  public FixSearch(
      Cluster cluster,
      PolicySet policy,
      BiFunction<PolicySet, Cluster, ProofAnswers> prover,
      List<Target> targets,
      int maximumProofs,
      IntConsumer progress) {
    this.cluster = cluster;
    this.policy = policy;
    this.prover = prover;
    this.targets = List.copyOf(targets);
    this.maximumProofs = maximumProofs;
    this.progress = progress;
  }

  public Result run() {
    ProofAnswers asItIs = proved(Set.of());
    Goals goals = new Goals(targets);
    Set<Repair> gathered = gather(asItIs, goals);
    Map<Target, Integer> reached = goals.reached(proved(gathered));
    Set<Repair> needed = withoutSpare(gathered, reached);
    boolean complete = proofs < maximumProofs;
    if (complete) {
      Set<Repair> fewer = fewer(needed.size(), goals, reached);
      complete = proofs < maximumProofs;
      needed = fewer.isEmpty() ? needed : fewer;
    }
    ProofAnswers answers = proved(needed);
    List<Repair> ordered = new ArrayList<>(needed);
    ordered.sort(Comparator.comparingInt(Repair::cost).thenComparing(Repair::title));
    return new Result(
        complete ? How.FEWEST : How.GREEDY, ordered, answers, goals.open(answers), proofs);
  }

  /** Round by round, a change for each witness that could be stopped. */
  private Set<Repair> gather(ProofAnswers asItIs, Goals goals) {
    Set<Repair> gathered = new LinkedHashSet<>();
    ProofAnswers answers = asItIs;
    while (proofs < maximumProofs) {
      Set<Repair> more = goals.choose(answers, gathered);
      if (more.isEmpty()) {
        break;
      }
      gathered.addAll(more);
      answers = proved(gathered);
    }
    return gathered;
  }

  /** What is dearest goes first; what is left is needed, each by itself. */
  private Set<Repair> withoutSpare(Set<Repair> gathered, Map<Target, Integer> reached) {
    List<Repair> dearest = new ArrayList<>(gathered);
    dearest.sort(Comparator.comparingInt(Repair::cost).reversed().thenComparing(Repair::title));
    Set<Repair> needed = new LinkedHashSet<>(gathered);
    for (Repair repair : dearest) {
      if (proofs >= maximumProofs) {
        break;
      }
      needed.remove(repair);
      if (!getsAsFar(proved(needed), reached)) {
        needed.add(repair);
      }
    }
    return needed;
  }

  /** A set of fewer changes that gets as far, or none. */
  private Set<Repair> fewer(int size, Goals goals, Map<Target, Integer> reached) {
    ArrayDeque<Set<Repair>> waiting = new ArrayDeque<>(List.of(Set.of()));
    Set<Set<Repair>> seen = new HashSet<>();
    while (!waiting.isEmpty()) {
      Set<Repair> made = waiting.poll();
      if (made.size() + 1 >= size || proofs >= maximumProofs) {
        return Set.of();
      }
      for (Repair repair : goals.nextChanges(proved(made), made, reached)) {
        Set<Repair> more = new LinkedHashSet<>(made);
        more.add(repair);
        if (!seen.add(more)) {
          continue;
        }
        if (proofs >= maximumProofs) {
          return Set.of();
        }
        if (getsAsFar(proved(more), reached)) {
          return more;
        }
        waiting.add(more);
      }
    }
    return Set.of();
  }

  private static boolean getsAsFar(ProofAnswers answers, Map<Target, Integer> reached) {
    return reached.entrySet().stream()
        .allMatch(goal -> goal.getKey().depth(answers) >= goal.getValue());
  }

  private ProofAnswers proved(Set<Repair> repairs) {
    progress.accept(++proofs);
    if (repairs.isEmpty()) {
      return prover.apply(policy, cluster);
    }
    ClusterEdit edit = new ClusterEdit(cluster);
    PolicySet said = policy;
    for (Repair repair : repairs) {
      repair.apply(edit);
      said = repair.said(said);
    }
    return prover.apply(said, edit.build());
  }
}
