package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds all labels of the goals: sets of boundaries by size, the empty one first, each closed by
 * {@link SetClosure} over what its parts give.
 */
final class Search {
  /*
   * Along a step a set only grows, so all labels of a size are final once all sets of that size are
   * closed, and sets of one size do not depend on each other: threads share them out. A set is worth
   * closing only if something is pending for it:
   *
   *   from a source whose fence it is;
   *   from a move, as the union of the premise's set and the fence;
   *   from a join, as the union of the premises' sets and the fence.
   *
   * Every label of a fact either comes up so, or follows from a label of the same set at a premise,
   * which the closure follows. Labels of the largest size go nowhere, so only those of goals and of
   * the hub are kept.
   */

  /** Below this many sets times facts, starting threads costs more than it saves. */
  private static final long WORTH_THREADS = 1 << 22;

  /** Sets are handed out in blocks of so many. */
  private static final int BLOCK = 16;

  private final int maximumDepth;
  private final RelevantSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final RequiredBoundaries required;
  private final Hub hub;
  private final PendingLabels pending;
  private final JoinCandidates candidates;
  private final boolean[] isGoal;
  private final List<@Nullable Labels> labelsOfSet = new ArrayList<>();
  private final GoalLabels goalLabels;

  Search(StepGraph graph, int[] goals, int maximumDepth, IntPredicate assumed) {
    this.maximumDepth = maximumDepth;
    steps = new RelevantSteps(graph, goals, maximumDepth, assumed);
    sets = steps.boundarySets;
    attackers = steps.attackerSets;
    isGoal = new boolean[steps.factCount];
    for (int fact : steps.factOfGoal) {
      if (fact >= 0) {
        isGoal[fact] = true;
      }
    }
    Producers producers = new Producers(steps);
    required = new RequiredBoundaries(steps, producers, maximumDepth);
    hub = new Hub(steps, producers);
    pending = new PendingLabels(maximumDepth);
    candidates = new JoinCandidates(steps, attackers);
    goalLabels = new GoalLabels(steps, hub);
  }

  GoalLabels run() {
    for (int source = 0; source < steps.sourceTo.length; source++) {
      int fence = steps.sourceFences[source];
      pending.add(fence, sets.size(fence), steps.sourceTo[source], steps.sourceAttackers[source]);
    }
    for (int size = 0; size <= maximumDepth; size++) {
      for (ClosureWorker worker : closeAll(pending.setsOfSize(size))) {
        take(worker);
      }
      candidates.combine(size, required, pending);
    }
    return goalLabels;
  }

  /** Closes these sets, on as many threads as it is worth. */
  private List<ClosureWorker> closeAll(IntSequence ofSize) {
    boolean worthThreads = (long) ofSize.size() * steps.factCount > WORTH_THREADS;
    int threads =
        worthThreads
            ? Math.min(Runtime.getRuntime().availableProcessors(), ofSize.size() / BLOCK + 1)
            : 1;
    List<ClosureWorker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          new ClosureWorker(
              steps, attackers, required, hub, maximumDepth, pending, labelsOfSet, isGoal));
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> others = new ArrayList<>();
    for (ClosureWorker worker : workers.subList(1, threads)) {
      others.add(
          Thread.ofPlatform()
              .name("ringfence-proof-" + others.size())
              .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown))
              .start(() -> closeBlocks(worker, ofSize, next)));
    }
    closeBlocks(workers.getFirst(), ofSize, next);
    boolean interrupted = false;
    for (Thread thread : others) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true; // the proof has no half: finish, and leave it to the caller
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("the proof's search failed", thrown);
    }
    return workers;
  }

  private static void closeBlocks(ClosureWorker worker, IntSequence ofSize, AtomicInteger next) {
    int from;
    while ((from = next.getAndAdd(BLOCK)) < ofSize.size()) {
      for (int i = from; i < Math.min(from + BLOCK, ofSize.size()); i++) {
        worker.close(ofSize.get(i));
      }
    }
  }

  /** Takes over what a worker found, under the names that the search has for its attackers. */
  private void take(ClosureWorker worker) {
    int[] names = new int[worker.results.count()];
    for (int set = 0; set < names.length; set++) {
      names[set] = attackers.of(worker.results, set);
    }
    for (int i = 0; i < worker.labels.size(); i++) {
      Labels labels = worker.labels.get(i);
      labels.rename(names);
      int set = worker.labelledSets.get(i);
      while (labelsOfSet.size() <= set) {
        labelsOfSet.add(null);
      }
      labelsOfSet.set(set, labels);
    }
    for (int i = 0; i < worker.onward.size(); i += 4) {
      int set = sets.union(worker.onward.get(i), worker.onward.get(i + 1));
      int to = worker.onward.get(i + 2);
      if (!required.exceeds(to, set)) {
        pending.add(set, sets.size(set), to, names[worker.onward.get(i + 3)]);
      }
    }
    for (int i = 0; i < worker.joinPremises.size(); i += 4) {
      candidates.add(
          worker.joinPremises.get(i),
          worker.joinPremises.get(i + 1),
          worker.joinPremises.get(i + 2),
          names[worker.joinPremises.get(i + 3)]);
    }
    goalLabels.add(worker.goalLabels, names);
  }
}
