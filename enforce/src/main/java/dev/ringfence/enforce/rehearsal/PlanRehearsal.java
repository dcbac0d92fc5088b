package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.engine.verdict.VerdictChange;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.advice.AdoptionPlan;
import dev.ringfence.policy.advice.AdoptionPlan.Stage;
import dev.ringfence.policy.advice.AdoptionPlan.StageProof;
import dev.ringfence.policy.advice.AdoptionPlan.Step;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.ObserveStage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Goes through a plan in the model, stage by stage: what each would cut off, and the verdicts after
 * it.
 */
public final class PlanRehearsal {

  private final Cluster cluster;
  private final PolicySet policy;
  private final Draft draft;
  private final Prover prover;
  private final Set<String> fenced = new TreeSet<>();
  private final Set<String> anew = new TreeSet<>();

  /**
   * @param cluster as read, without possible nodes
   * @throws dev.ringfence.policy.fence.FenceException where fences cannot be rendered
   */
  public PlanRehearsal(Cluster cluster, PolicySet policy, List<Advice> advice, Prover prover) {
    this.cluster = cluster;
    this.policy = policy;
    this.draft = new Rehearsal(cluster, policy, advice).draft(Map.of());
    this.prover = prover;
  }

  /** The plan with what was found of each stage. */
  public AdoptionPlan run(AdoptionPlan plan) {
    List<Stage> stages = new ArrayList<>();
    Cluster before = cluster;
    PolicySet said = policy;
    ProofAnswers earlier = prover.prove(said, before);
    boolean prepared = false;
    for (Stage stage : plan.stages()) {
      prepared |= stage.step() != Step.OBSERVE;
      switch (stage.step()) {
        case OBSERVE, PREPARE -> {}
        case FENCE -> fenced.addAll(stage.tenants());
        case RESTART -> anew.addAll(stage.tenants());
        case LEAVE -> {}
      }
      boolean left = stage.step() == Step.LEAVE;
      Cluster after = after(prepared, left);
      PolicySet then = !prepared ? policy : left ? draft.policyAfter() : draft.policy();
      ProofAnswers later = prover.prove(then, after);
      CutOff cut = new CutOff(draft, stage);
      stages.add(
          stage.with(
              cut.between(said.resolve(before), then.resolve(after)), proof(earlier, later)));
      before = after;
      said = then;
      earlier = later;
    }
    return new AdoptionPlan(stages);
  }

  /** Everybody is observed from the first stage on, and fenced when his turn has come. */
  private Cluster after(boolean prepared, boolean left) {
    Controls controls = draft.controls();
    List<ControlObject> objects = new ArrayList<>();
    objects.addAll(fenced.isEmpty() ? ObserveStage.of(controls.cluster()) : controls.cluster());
    controls
        .tenants()
        .forEach(
            (tenant, own) -> objects.addAll(fenced.contains(tenant) ? own : ObserveStage.of(own)));
    return draft.with(objects, anew, left ? draft.leaving() : Set.of(), prepared);
  }

  private static StageProof proof(ProofAnswers before, ProofAnswers after) {
    Map<Verdict.Outcome, Long> counts = new EnumMap<>(Verdict.Outcome.class);
    after.forEachVerdict(verdict -> counts.merge(verdict.outcome(), 1L, Long::sum));
    return new StageProof(
        counts.getOrDefault(Verdict.Outcome.HOLDS, 0L),
        counts.getOrDefault(Verdict.Outcome.FALLS_SHORT, 0L),
        counts.getOrDefault(Verdict.Outcome.UNDECIDED, 0L),
        VerdictChange.between(before, after));
  }
}
