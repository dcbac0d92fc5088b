package dev.ringfence.policy.fix;

import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How deep each requirement is to be met: as deep as it asks, or as deep as the known changes get.
 */
final class Goals {

  /** Requirements looked at in one round; the next round looks at those that are left. */
  private static final int AT_ONCE = 500;

  private final List<Target> targets;
  private final Map<Target, Limit> limits = new HashMap<>();

  Goals(List<Target> targets) {
    this.targets = List.copyOf(targets);
  }

  /**
   * Changes so that every witness that one could stop has one: those first that break little and
   * may stop many. Where none is known, the requirement gets its limit.
   *
   * @param made what was changed for these answers
   */
  Set<Repair> choose(ProofAnswers answers, Set<Repair> made) {
    RepairCandidates candidates = new RepairCandidates(answers);
    List<List<Repair>> unmet = new ArrayList<>();
    for (Target target : targets) {
      if (unmet.size() >= AT_ONCE) {
        break;
      }
      unmet.addAll(choices(target, answers, candidates, made));
    }
    Map<Repair, Integer> stops = new LinkedHashMap<>();
    unmet.forEach(choices -> choices.forEach(repair -> stops.merge(repair, 1, Integer::sum)));
    Comparator<Repair> best =
        Comparator.<Repair>comparingDouble(
                repair -> -(double) stops.getOrDefault(repair, 0) / repair.cost())
            .thenComparing(Repair::title);
    Set<Repair> chosen = new LinkedHashSet<>();
    for (List<Repair> choices : unmet) {
      if (choices.stream().noneMatch(chosen::contains)) {
        choices.stream().min(best).ifPresent(chosen::add);
      }
    }
    return chosen;
  }

  /** The changes that could stop the first witness of what does not get as far. */
  List<Repair> nextChanges(ProofAnswers answers, Set<Repair> made, Map<Target, Integer> reached) {
    RepairCandidates candidates = new RepairCandidates(answers);
    for (Target target : targets) {
      if (target.depth(answers) < reached.getOrDefault(target, 0)) {
        for (List<Repair> choices : choices(target, answers, candidates, made)) {
          return choices;
        }
      }
    }
    return List.of();
  }

  /** How far the requirements get, each. */
  Map<Target, Integer> reached(ProofAnswers answers) {
    Map<Target, Integer> reached = new LinkedHashMap<>();
    targets.forEach(target -> reached.put(target, target.depth(answers)));
    return reached;
  }

  /** What still falls short. */
  List<Shortfall> open(ProofAnswers answers) {
    List<Shortfall> open = new ArrayList<>();
    for (Target target : targets) {
      Verdict verdict = fallingShort(target, answers);
      if (verdict != null) {
        open.add(
            new Shortfall(target, verdict.required(), target.depth(answers), limits.get(target)));
      }
    }
    return open;
  }

  /** For each witness that falls short of the goal, the changes that could stop it. */
  private List<List<Repair>> choices(
      Target target, ProofAnswers answers, RepairCandidates candidates, Set<Repair> made) {
    Verdict verdict = fallingShort(target, answers);
    if (verdict == null) {
      return List.of();
    }
    Map<Explanation.Path, List<Repair>> stoppable = new LinkedHashMap<>();
    for (Explanation.Path way : ways(verdict, answers)) {
      if (way.boundaries().size() < goal(target, verdict)) {
        List<Repair> choices = new ArrayList<>(candidates.of(way));
        choices.removeIf(made::contains);
        if (choices.isEmpty()) {
          limits.put(target, new Limit(way.boundaries().size(), inTheWay(way)));
        } else {
          stoppable.put(way, choices);
        }
      }
    }
    int goal = goal(target, verdict);
    stoppable.keySet().removeIf(way -> way.boundaries().size() >= goal);
    return List.copyOf(stoppable.values());
  }

  private int goal(Target target, Verdict verdict) {
    Limit limit = limits.get(target);
    return limit == null ? verdict.required() : Math.min(limit.boundaries(), verdict.required());
  }

  private static @Nullable Verdict fallingShort(Target target, ProofAnswers answers) {
    ProofAnswers.Depths depths = target.depths(answers);
    return depths != null && depths.outcome() == Verdict.Outcome.FALLS_SHORT
        ? target.in(answers)
        : null;
  }

  /**
   * Those that rest on nothing assumed: the others make a requirement undecided, not unmet. Those
   * of as many boundaries as are required are in nobody's way.
   */
  private static List<Explanation.Path> ways(Verdict verdict, ProofAnswers answers) {
    return answers.certainPathsOfFewerThan(
        verdict.required(), verdict.from(), verdict.to(), verdict.stake());
  }

  private static String inTheWay(Explanation.Path way) {
    List<Explanation.Step> steps = way.steps();
    for (int at = steps.size() - 1; at >= 0; at--) {
      Explanation.Step step = steps.get(at);
      if (!step.evidence().isEmpty() || !step.breaks().isEmpty()) {
        return step.title() + " [" + step.id() + "] → " + step.to();
      }
    }
    return "no step of the way rests on an object or a boundary";
  }
}
