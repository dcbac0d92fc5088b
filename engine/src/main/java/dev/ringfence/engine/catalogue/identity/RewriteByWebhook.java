package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.List;

/**
 * A1: a mutating webhook or policy rewrites every object that anybody writes.
 *
 * <p>Premise: {@code create}, {@code update} or {@code patch} on mutatingwebhookconfigurations (the
 * webhook may stand anywhere: {@code clientConfig.url}), or changing a MutatingAdmissionPolicy that
 * is bound, or making a policy and a binding for it, or pointing one that is there to it: two
 * requests, which two identities may make. No boundary.
 */
final class RewriteByWebhook extends GrantRow {

  /** The two halves of a new policy in force. */
  private static final List<Permission> HALVES =
      List.of(Permission.CREATE_MUTATING_POLICIES, Permission.WRITE_MUTATING_POLICY_BINDINGS);

  /** What the {@code AUXILIARY} facts of this row mean by their first argument. */
  private static final int HALF = 22;

  RewriteByWebhook() {
    super(Permission.REWRITE_OBJECTS);
  }

  @Override
  public String id() {
    return "A1";
  }

  @Override
  public String title() {
    return "rewrites what others write, by a mutating webhook or policy";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(landscape.facts().everything());
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    super.derive(landscape, steps);
    Facts facts = landscape.facts();
    boolean[] there = new boolean[HALVES.size()];
    for (int half = 0; half < there.length; half++) {
      int made = facts.fact(FactKind.AUXILIARY, HALF, half);
      int at = half;
      landscape
          .access()
          .forEachRight(
              HALVES.get(half),
              (identity, scope, name) -> {
                there[at] = true;
                steps.to(made).from(facts.holds(identity)).from(facts.apiPlace()).add();
              });
    }
    if (there[0] && there[1]) {
      steps
          .to(facts.everything())
          .from(facts.fact(FactKind.AUXILIARY, HALF, 0))
          .from(facts.fact(FactKind.AUXILIARY, HALF, 1))
          .add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    if (facts.kind(step.conclusion()) != FactKind.AUXILIARY) {
      super.explain(landscape, step, evidence);
      return;
    }
    Permission half = HALVES.get(facts.b(step.conclusion()));
    landscape
        .access()
        .forEachRight(
            GrantEvidence.holder(landscape, step),
            half,
            (identity, scope, name) ->
                GrantEvidence.add(landscape, identity, half, scope, name, evidence));
  }
}
