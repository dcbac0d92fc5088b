package dev.ringfence.engine.verdict;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.tenancy.Tenancy;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that a proof answers. */
public interface ProofAnswers {

  /** Smaller sets first, then by names, so that it rests on no order of objects. */
  Comparator<List<Boundary>> BY_NAMES =
      Comparator.<List<Boundary>>comparingInt(List::size).thenComparing(List::toString);

  Cluster cluster();

  Tenancy tenancy();

  /** The largest number of boundaries that was tried. */
  int maximumDepth();

  /** Every assumption that was asked for, in order of its id. */
  List<AssumptionAnswer> assumptions();

  /** Every verdict, ordered by the names of from and to, then by stake. */
  void forEachVerdict(Consumer<Verdict> action);

  Verdict verdict(int from, int to, Stake stake);

  /**
   * The depths of a verdict without what it rests on, which costs most of it: for whoever looks
   * through the verdicts of all pairs.
   */
  default Depths depths(int from, int to, Stake stake) {
    Verdict verdict = verdict(from, to, stake);
    return new Depths(
        verdict.required(), verdict.depth(), verdict.depthIfRefuted(), verdict.outcome());
  }

  /**
   * As in {@link Verdict}.
   *
   * @param depth null for more than was tried
   * @param depthIfRefuted with no assumption counted
   */
  record Depths(
      int required,
      @Nullable Integer depth,
      @Nullable Integer depthIfRefuted,
      Verdict.Outcome outcome) {}

  Explanation explain(int from, int to, Stake stake);

  /**
   * The paths of {@link #explain} that take fewer failures than that and rest on nothing assumed,
   * in their order: looking for all the others costs most of it.
   */
  default List<Explanation.Path> certainPathsOfFewerThan(
      int boundaries, int from, int to, Stake stake) {
    return explain(from, to, stake).failureSets().stream()
        .filter(path -> path.boundaries().size() < boundaries && path.assumptions().isEmpty())
        .toList();
  }

  /**
   * The minimal failure sets for which a verdict does not hold: those of fewer boundaries than are
   * required, smallest first and then by names; of what falls short those that rest on nothing
   * assumed. Each is a finding of its own. None where it holds, and where the search stopped before
   * any was found.
   */
  default List<List<Boundary>> setsThatFallShort(Verdict verdict) {
    if (verdict.outcome() == Verdict.Outcome.HOLDS) {
      return List.of();
    }
    boolean sure = verdict.outcome() == Verdict.Outcome.FALLS_SHORT;
    return explain(verdict.from(), verdict.to(), verdict.stake()).failureSets().stream()
        .filter(path -> path.boundaries().size() < verdict.required())
        .filter(path -> !sure || path.assumptions().isEmpty())
        .map(Explanation.Path::boundaries)
        .sorted(BY_NAMES)
        .toList();
  }

  /**
   * The boundaries of the first way that {@link #explain} tells, without the way itself, which
   * costs most of it; null where there is none.
   */
  default @Nullable List<Boundary> firstWay(int from, int to, Stake stake) {
    List<Explanation.Path> ways = explain(from, to, stake).failureSets();
    return ways.isEmpty() ? null : ways.getFirst().boundaries();
  }

  /** Things to say before anything else, for example that the source has no nodes. */
  List<String> remarks();

  /** A stable identifier of a finding. */
  String findingId(int from, int to, Stake stake, List<Boundary> boundaries);

  /**
   * An assumption and what it does.
   *
   * @param value the value that was taken
   * @param vouchedBy null where nobody vouches: the pessimistic value was taken
   * @param adds how many steps exist only because of it, by catalogue id
   */
  record AssumptionAnswer(
      String id,
      String question,
      String value,
      @Nullable String vouchedBy,
      @Nullable String until,
      List<Added> adds) {

    /** Steps of one row. */
    public record Added(String step, int count) {}
  }
}
