package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.verdict.Boundary;
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

    /** A conclusion for which a boundary has to fail, whatever is assumed. */
    void past(int conclusion, Boundary boundary);
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
                  conclude(landscape, scope, name, requests(landscape, identity, steps)));
    }
  }

  private Conclusions requests(Landscape landscape, int identity, StepSink steps) {
    return new Conclusions() {
      @Override
      public void fact(int conclusion, @Nullable Assumption own) {
        request(landscape, identity, conclusion, own, steps);
      }

      @Override
      public void past(int conclusion, Boundary boundary) {
        steps
            .to(conclusion)
            .from(landscape.facts().holds(identity))
            .from(landscape.facts().apiPlace())
            .breaking(boundary)
            .add();
      }
    };
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
      boolean shown =
          GrantEvidence.addFirst(
              landscape,
              holder,
              permission,
              (scope, name) -> leadsTo(landscape, scope, name, step.conclusion()),
              evidence);
      if (shown) {
        return;
      }
    }
  }

  private boolean leadsTo(Landscape landscape, int scope, String name, int conclusion) {
    boolean[] found = {false};
    conclude(
        landscape,
        scope,
        name,
        new Conclusions() {
          @Override
          public void fact(int fact, @Nullable Assumption own) {
            found[0] |= fact == conclusion;
          }

          @Override
          public void past(int fact, Boundary boundary) {
            found[0] |= fact == conclusion;
          }
        });
    return found[0];
  }

  /** Whether the scope is the whole cluster. */
  protected static boolean isEverywhere(int scope) {
    return scope == Access.EVERYWHERE;
  }
}
