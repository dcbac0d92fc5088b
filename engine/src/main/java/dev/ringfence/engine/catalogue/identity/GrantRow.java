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
 * follows from a scope is the row's own. Rows of the network that begin with a grant are of this
 * kind too.
 */
public abstract class GrantRow implements Row {

  /** Takes the conclusions of one right. */
  public interface Conclusions {
    /** A conclusion that rests on an assumption of its own. */
    void fact(int conclusion, @Nullable Assumption assumption);

    /** A conclusion that rests on the row's assumption, if it has one. */
    default void fact(int conclusion) {
      fact(conclusion, null);
    }
  }

  private final List<Permission> permissions;

  protected GrantRow(Permission... permissions) {
    this.permissions = List.of(permissions);
  }

  /** The assumption that every step of the row rests on, or null. */
  protected @Nullable Assumption assumption(Landscape landscape) {
    return null;
  }

  /** What one right leads to: any number of conclusions. */
  protected abstract void conclude(Landscape landscape, int scope, String name, Conclusions to);

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
                      (conclusion, own) -> request(landscape, identity, conclusion, own, steps)));
    }
  }

  private void request(
      Landscape landscape, int identity, int conclusion, @Nullable Assumption own, StepSink steps) {
    StepSink.Draft draft =
        steps
            .to(conclusion)
            .from(landscape.facts().holds(identity))
            .from(landscape.facts().apiPlace());
    Assumption assumption = own == null ? assumption(landscape) : own;
    (assumption == null ? draft : draft.assuming(assumption)).add();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int holder = GrantEvidence.holder(landscape, step);
    if (holder < 0) {
      return; // It only spells out what another step shows.
    }
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
    conclude(landscape, scope, name, (fact, own) -> found[0] |= fact == conclusion);
    return found[0];
  }

  /** Whether the scope is the whole cluster. */
  protected static boolean isEverywhere(int scope) {
    return scope == Access.EVERYWHERE;
  }
}
