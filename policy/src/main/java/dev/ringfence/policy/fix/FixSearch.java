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
import org.jspecify.annotations.Nullable;

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

  /**
   * @param asItIs the answers for the cluster with nothing changed
   */
  public Result run(ProofAnswers asItIs) {
    Goals goals = new Goals(targets);
    Made gathered = gather(asItIs, goals);
    Map<Target, Integer> reached = goals.reached(gathered.answers());
    Made needed = withoutSpare(gathered, reached);
    boolean complete = proofs < maximumProofs;
    if (complete) {
      Made fewer = fewer(asItIs, needed.repairs().size(), goals, reached);
      complete = proofs < maximumProofs;
      needed = fewer == null ? needed : fewer;
    }
    List<Repair> ordered = new ArrayList<>(needed.repairs());
    ordered.sort(Comparator.comparingInt(Repair::cost).thenComparing(Repair::title));
    return new Result(
        complete ? How.FEWEST : How.GREEDY,
        ordered,
        needed.answers(),
        goals.open(needed.answers()),
        proofs);
  }

  /** Changes that were made, and what is proved then. */
  private record Made(Set<Repair> repairs, ProofAnswers answers) {}

  /** Round by round, a change for each witness that could be stopped. */
  private Made gather(ProofAnswers asItIs, Goals goals) {
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
    return new Made(gathered, answers);
  }

  /** What is dearest goes first; what is left is needed, each by itself. */
  private Made withoutSpare(Made gathered, Map<Target, Integer> reached) {
    List<Repair> dearest = new ArrayList<>(gathered.repairs());
    dearest.sort(Comparator.comparingInt(Repair::cost).reversed().thenComparing(Repair::title));
    Set<Repair> needed = new LinkedHashSet<>(gathered.repairs());
    ProofAnswers answers = gathered.answers();
    for (Repair repair : dearest) {
      if (proofs >= maximumProofs) {
        break;
      }
      needed.remove(repair);
      ProofAnswers without = proved(needed);
      if (getsAsFar(without, reached)) {
        answers = without;
      } else {
        needed.add(repair);
      }
    }
    return new Made(needed, answers);
  }

  /** Changes that do not get as far, and what could come next: all that is kept of their proof. */
  private record Waiting(Set<Repair> repairs, List<Repair> next) {}

  /** A set of fewer changes that gets as far, or none. */
  private @Nullable Made fewer(
      ProofAnswers asItIs, int size, Goals goals, Map<Target, Integer> reached) {
    ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    waiting.add(new Waiting(Set.of(), goals.nextChanges(asItIs, Set.of(), reached)));
    Set<Set<Repair>> seen = new HashSet<>();
    while (!waiting.isEmpty()) {
      Waiting made = waiting.poll();
      if (made.repairs().size() + 1 >= size) {
        return null;
      }
      for (Repair repair : made.next()) {
        Set<Repair> more = new LinkedHashSet<>(made.repairs());
        more.add(repair);
        if (!seen.add(more)) {
          continue;
        }
        if (proofs >= maximumProofs) {
          return null;
        }
        ProofAnswers answers = proved(more);
        if (getsAsFar(answers, reached)) {
          return new Made(more, answers);
        }
        boolean goesOn = more.size() + 1 < size;
        waiting.add(
            new Waiting(more, goesOn ? goals.nextChanges(answers, more, reached) : List.of()));
      }
    }
    return null;
  }

  private static boolean getsAsFar(ProofAnswers answers, Map<Target, Integer> reached) {
    return reached.entrySet().stream()
        .allMatch(goal -> goal.getKey().depth(answers) >= goal.getValue());
  }

  private ProofAnswers proved(Set<Repair> repairs) {
    progress.accept(++proofs);
    ClusterEdit edit = new ClusterEdit(cluster);
    PolicySet said = policy;
    for (Repair repair : repairs) {
      repair.apply(edit);
      said = repair.said(said);
    }
    return prover.apply(said, edit.build());
  }
}
