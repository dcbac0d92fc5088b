package dev.ringfence.engine.proof;

import dev.ringfence.engine.parallel.Aside;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search that is asked again and again about a system that changes a little: it follows up what
 * the difference of the steps can reach, and finds what {@link Proof#search} finds.
 *
 * <p>The first question, and one after which very much has changed, is answered by a search from
 * scratch, while all labels are worked out aside for the next. To be used by one thread.
 */
public final class StandingSearch {
  /** A difference of more than one step in so many is searched from scratch. */
  private static final int SMALL_PART = 16;

  /** Below so many steps, whatever differs is followed up. */
  private static final int FEW_STEPS = 1 << 12;

  private final int maximumDepth;

  /** Empty where it was too much to keep. */
  private @Nullable Aside<Optional<Standing>> standing;

  private boolean followed;

  /** The facts of the joint of the search without assumptions, or null where none is known. */
  private volatile int @Nullable [] joint;

  /** Whether the search with all assumptions has that joint too: for tests. */
  private final boolean alike;

  /** What was found, with every assumption as bad as feared and with none. */
  public record Found(Proof feared, Proof refuted) {}

  private record Standing(
      LiveSteps steps,
      RuleSteps rules,
      StandingLabels feared,
      StandingLabels refuted,
      GoalRows fearedGoals,
      GoalRows refutedGoals) {

    static Standing of(
        LiveSteps steps, RuleSteps rules, StandingLabels feared, StandingLabels refuted) {
      return new Standing(
          steps,
          rules,
          feared,
          refuted,
          new GoalRows(steps.maximumDepth),
          new GoalRows(steps.maximumDepth));
    }

    /** Whether what followed from the last difference was worked out. */
    boolean follow() {
      boolean done = feared.follow() && refuted.follow();
      steps.forgetRemoved();
      return done;
    }

    /** Whether the last difference is small enough to be followed up. */
    boolean isLittle() {
      int differing = steps.added.size() + steps.removed.size();
      return differing <= FEW_STEPS || differing <= steps.stepCount() / SMALL_PART;
    }

    Found found(int factCount, int[] goals, int[] factNames, int[] boundaryNames) {
      int[] distinct = IntSequence.sortedDistinct(goals);
      return new Found(
          fearedGoals.proof(feared, steps, factCount, distinct, factNames, boundaryNames),
          refutedGoals.proof(refuted, steps, factCount, distinct, factNames, boundaryNames));
    }
  }

  public StandingSearch(int maximumDepth) {
    this(maximumDepth, null);
  }

  /** A search whose joint, by names, was chosen before, whatever it is worth. */
  StandingSearch(int maximumDepth, int @Nullable [] joint) {
    this.maximumDepth = maximumDepth;
    this.joint = joint;
    this.alike = joint != null;
  }

  /** Whether the last answer came of the difference, and not from scratch. */
  public boolean followed() {
    return followed;
  }

  /** Whether a change can be told by its steps: all labels are there. */
  public boolean stands() {
    return known() != null;
  }

  /**
   * Answers for the system as it is now.
   *
   * @param goals facts of the graph
   * @param factNames by fact of the graph, what it was called before if it is the same; no two
   *     facts have one name
   * @param boundaryNames by boundary of the graph, likewise
   */
  public Found search(StepGraph graph, int[] goals, int[] factNames, int[] boundaryNames) {
    Found found = follow(graph, goals, factNames, boundaryNames);
    followed = found != null;
    if (found != null) {
      return found;
    }
    if (standing == null || standing.get().isPresent()) { // else it was too much once already
      standing = Aside.start("labels", () -> begin(graph, factNames, boundaryNames));
    }
    return new Found(
        Proof.search(graph, goals, maximumDepth, Mode.PESSIMISTIC),
        Proof.search(graph, goals, maximumDepth, Mode.REFUTED));
  }

  /**
   * Answers for the system after a change of some rules' steps, which is taken in even where it is
   * too large to be followed up; only where {@link #stands}.
   *
   * @param factCount how many facts there are now
   * @param goals facts
   * @param factNames by fact
   * @param boundaryNames by boundary
   * @return null where all has to be searched again
   */
  public @Nullable Found search(
      StepChange change, int factCount, int[] goals, int[] factNames, int[] boundaryNames) {
    Standing known = known();
    if (known == null) {
      throw new IllegalStateException("there is nothing that the change could be told of");
    }
    known.rules().take(change, factNames, boundaryNames);
    followed = known.isLittle() && known.follow();
    if (!followed) {
      standing = null;
      return null;
    }
    return known.found(factCount, goals, factNames, boundaryNames);
  }

  private @Nullable Standing known() {
    return standing == null ? null : standing.get().orElse(null);
  }

  private Optional<Standing> begin(StepGraph graph, int[] factNames, int[] boundaryNames) {
    LiveSteps steps = new LiveSteps(graph.attackerCount(), maximumDepth);
    RuleSteps rules = new RuleSteps(steps);
    rules.take(graph, factNames, boundaryNames);
    StandingLabels feared = labels(steps, Mode.PESSIMISTIC, alike ? joint : null);
    StandingLabels refuted = labels(steps, Mode.REFUTED, joint);
    if (!feared.follow() || !refuted.follow()) {
      return Optional.empty();
    }
    if (joint == null) {
      joint = JointChoice.of(steps, refuted);
      if (joint != null) {
        refuted = labels(steps, Mode.REFUTED, joint);
        if (!refuted.follow()) {
          return Optional.empty();
        }
      }
    }
    steps.forgetRemoved();
    return Optional.of(Standing.of(steps, rules, feared, refuted));
  }

  private static StandingLabels labels(LiveSteps steps, Mode mode, int @Nullable [] joint) {
    return new StandingLabels(steps, mode, joint == null ? null : new Joint(steps, mode, joint));
  }

  private @Nullable Found follow(
      StepGraph graph, int[] goals, int[] factNames, int[] boundaryNames) {
    Standing known = known();
    if (known == null || known.steps().attackers.attackerCount() != graph.attackerCount()) {
      return null;
    }
    known.rules().take(graph, factNames, boundaryNames);
    if (!known.isLittle() || !known.follow()) {
      return null;
    }
    return known.found(graph.factCount(), goals, factNames, boundaryNames);
  }
}
