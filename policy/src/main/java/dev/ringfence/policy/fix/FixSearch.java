package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fewest changes that make all of some requirements hold together: a hitting set over witnesses
 * (Reiter, A theory of diagnosis from first principles, 1987). Each node is a set of changes, and
 * is proved; where a requirement still falls short, each change that could stop its witness makes a
 * child. Breadth first, so that the first node that holds has the fewest changes.
 */
public final class FixSearch {

  /** A requirement, by the names of the tenants. */
  public record Target(String from, String to, Stake stake) {}

  /** How the changes were found. */
  public enum How {
    /** No fewer of the known kinds of changes do it. */
    FEWEST,
    /** The search was bounded: fewer may do it. */
    GREEDY,
    /** No set of known changes was found; these get furthest. */
    NOT_ENOUGH
  }

  /**
   * What was found.
   *
   * @param proved the answers with the changes made
   * @param open what still falls short
   * @param inTheWay the step of which no change is known, where that is why
   * @param proofs how many proofs it took
   */
  public record Result(
      How how,
      List<Repair> repairs,
      ProofAnswers proved,
      List<Target> open,
      @Nullable String inTheWay,
      int proofs) {
    public Result {
      repairs = List.copyOf(repairs);
      open = List.copyOf(open);
    }
  }

  /** How far a node is: how many boundaries are missing in all. */
  private record Node(List<Repair> repairs, ProofAnswers answers, List<Target> open, int missing) {
    boolean betterThan(Node other) {
      return missing < other.missing;
    }
  }

  private final Cluster cluster;
  private final Function<Cluster, ProofAnswers> prover;
  private final List<Target> targets;
  private final int maximumProofs;
  private int proofs;
  private @Nullable String inTheWay;

  /**
   * @param cluster as read
   * @param prover proves a changed cluster as the original was proved
   * @param maximumProofs when to go on greedily
   */
  public FixSearch(
      Cluster cluster,
      Function<Cluster, ProofAnswers> prover,
      List<Target> targets,
      int maximumProofs) {
    this.cluster = cluster;
    this.prover = prover;
    this.targets = List.copyOf(targets);
    this.maximumProofs = maximumProofs;
  }

  public Result run() {
    ArrayDeque<Node> waiting = new ArrayDeque<>();
    Set<Set<Repair>> seen = new HashSet<>();
    Node best = node(List.of());
    waiting.add(best);
    while (!waiting.isEmpty()) {
      Node node = waiting.poll();
      for (Repair repair : candidates(node)) {
        List<Repair> repairs = new ArrayList<>(node.repairs());
        repairs.add(repair);
        if (!seen.add(new HashSet<>(repairs))) {
          continue;
        }
        if (proofs >= maximumProofs) {
          return greedy(best);
        }
        Node child = node(repairs);
        if (child.open().isEmpty()) {
          return result(How.FEWEST, child);
        }
        if (child.betterThan(best)) {
          best = child;
        }
        waiting.add(child);
      }
    }
    return result(best.open().isEmpty() ? How.FEWEST : How.NOT_ENOUGH, best);
  }

  /** From the best node on, always the change after which least is open. */
  private Result greedy(Node from) {
    Node at = from;
    while (proofs < 2 * maximumProofs) {
      Node better = at;
      for (Repair repair : candidates(at)) {
        if (!at.repairs().contains(repair) && proofs < 2 * maximumProofs) {
          List<Repair> repairs = new ArrayList<>(at.repairs());
          repairs.add(repair);
          Node child = node(repairs);
          if (child.betterThan(better)) {
            better = child;
          }
        }
      }
      if (better.open().isEmpty()) {
        return result(How.GREEDY, better);
      }
      if (better.repairs().equals(at.repairs())) {
        break;
      }
      at = better;
    }
    return result(How.NOT_ENOUGH, at);
  }

  private Result result(How how, Node node) {
    return new Result(how, node.repairs(), node.answers(), node.open(), inTheWay, proofs);
  }

  private Node node(List<Repair> repairs) {
    proofs++;
    ClusterEdit edit = new ClusterEdit(cluster);
    repairs.forEach(repair -> repair.apply(edit));
    ProofAnswers answers = prover.apply(repairs.isEmpty() ? cluster : edit.build());
    List<Target> open = new ArrayList<>();
    int missing = 0;
    for (Target target : targets) {
      Verdict verdict = verdict(answers, target);
      if (verdict != null && verdict.outcome() == Verdict.Outcome.FALLS_SHORT) {
        open.add(target);
        Integer depth = verdict.depth();
        missing += verdict.required() - (depth == null ? 0 : depth);
      }
    }
    return new Node(repairs, answers, open, missing);
  }

  /** What could stop the first open requirement's witness. */
  private List<Repair> candidates(Node node) {
    for (Target target : node.open()) {
      Verdict verdict = verdict(node.answers(), target);
      if (verdict == null) {
        continue;
      }
      Explanation explanation =
          node.answers().explain(verdict.from(), verdict.to(), verdict.stake());
      for (Explanation.Path path : explanation.failureSets()) {
        if (path.boundaries().size() < verdict.required()) {
          List<Repair> candidates = RepairCandidates.of(path, node.answers().cluster());
          if (candidates.isEmpty()) {
            noteInTheWay(path);
          }
          return candidates;
        }
      }
    }
    return List.of();
  }

  private void noteInTheWay(Explanation.Path path) {
    for (int at = path.steps().size() - 1; at >= 0 && inTheWay == null; at--) {
      Explanation.Step step = path.steps().get(at);
      if (!step.evidence().isEmpty() || !step.breaks().isEmpty()) {
        inTheWay = step.title() + " [" + step.id() + "] → " + step.to();
      }
    }
  }

  private static @Nullable Verdict verdict(ProofAnswers answers, Target target) {
    int from = id(answers, target.from());
    int to = id(answers, target.to());
    return from < 0 || to < 0 ? null : answers.verdict(from, to, target.stake());
  }

  private static int id(ProofAnswers answers, String name) {
    for (var tenant : answers.tenancy().tenants()) {
      if (tenant.name().equals(name)) {
        return tenant.id();
      }
    }
    return -1;
  }
}
