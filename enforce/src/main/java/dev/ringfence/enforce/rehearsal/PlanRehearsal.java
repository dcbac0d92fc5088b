package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.engine.verdict.VerdictChange;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
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
  private final Proofs proofs;
  private final Set<String> fenced = new TreeSet<>();
  private final Set<String> anew = new TreeSet<>();

  /**
   * @param cluster as read, without possible nodes
   * @param proofs that may be made; stages beyond them are looked at without
   * @throws dev.ringfence.policy.fence.FenceException where fences cannot be rendered
   */
  public PlanRehearsal(Cluster cluster, PolicySet policy, List<Advice> advice, Proofs proofs) {
    this.cluster = cluster;
    this.policy = policy;
    this.draft = new Rehearsal(cluster, policy, advice).draft(Map.of());
    this.proofs = proofs;
  }

  /** The plan with what was found of each stage. */
  public AdoptionPlan run(AdoptionPlan plan) {
    List<Stage> stages = new ArrayList<>();
    Resolution earliest = policy.resolve(cluster);
    Cluster was = earliest.cluster();
    Reach before = reach(earliest);
    ProofAnswers earlier = proofs.today();
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
      Cluster then = after(prepared, left);
      PolicySet said = !prepared ? policy : left ? draft.policyAfter() : draft.policy();
      Resolution resolved = said.resolve(then);
      Cluster is = resolved.cluster();
      Reach after = reach(resolved);
      List<String> cut = new CutOff(draft, stage).between(before, after, was, is);
      ProofAnswers later = earlier == null || proofs.left() < 1 ? null : proofs.prove(said, then);
      stages.add(
          earlier == null || later == null
              ? stage.without(cut, proofs.usedUp())
              : stage.with(cut, proof(earlier, later)));
      before = after;
      was = is;
      earlier = later;
    }
    return new AdoptionPlan(stages);
  }

  private static Reach reach(Resolution resolution) {
    return Reach.of(resolution.cluster(), new Assumptions(resolution.statements()));
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
