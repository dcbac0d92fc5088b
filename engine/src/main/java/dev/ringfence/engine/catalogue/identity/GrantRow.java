package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row whose steps are one API request each: an identity, its grant, a place to ask from. What
 * follows from a scope is the row's own.
 */
abstract class GrantRow implements Row {

  private final List<Permission> permissions;

  GrantRow(Permission... permissions) {
    this.permissions = List.of(permissions);
  }

  /** The assumption that every step of the row rests on, or null. */
  @Nullable Assumption assumption(Landscape landscape) {
    return null;
  }

  /** What one right leads to: any number of conclusions. */
  abstract void conclude(Landscape landscape, int scope, String name, Conclusions to);

  /** Takes the conclusions of one right. */
  interface Conclusions {
    void fact(int conclusion);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    for (Permission permission : permissions) {
      landscape
          .access()
          .forEachRight(
              permission,
              (identity, scope, name) ->
                  conclude(
                      landscape,
                      scope,
                      name,
                      conclusion -> request(landscape, identity, conclusion, steps)));
    }
  }

  private void request(Landscape landscape, int identity, int conclusion, StepSink steps) {
    StepSink.Draft draft =
        steps
            .to(conclusion)
            .from(landscape.facts().holds(identity))
            .from(landscape.facts().apiPlace());
    Assumption assumption = assumption(landscape);
    (assumption == null ? draft : draft.assuming(assumption)).add();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int holder = GrantEvidence.holder(landscape, step);
    for (Permission permission : permissions) {
      boolean[] shown = {false};
      landscape
          .access()
          .forEachRight(
              holder,
              permission,
              (identity, scope, name) -> {
                if (!shown[0] && leadsTo(landscape, scope, name, step.conclusion())) {
                  shown[0] = true;
                  GrantEvidence.add(landscape, identity, permission, scope, name, evidence);
                }
              });
      if (shown[0]) {
        return;
      }
    }
  }

  private boolean leadsTo(Landscape landscape, int scope, String name, int conclusion) {
    boolean[] found = {false};
    conclude(landscape, scope, name, fact -> found[0] |= fact == conclusion);
    return found[0];
  }

  /** Whether the scope is the whole cluster. */
  static boolean isEverywhere(int scope) {
    return scope == Access.EVERYWHERE;
  }
}
