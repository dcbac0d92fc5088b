package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;

/**
 * A row that is not examined yet, but begins with a grant: whoever has the grant is taken to get
 * everything by it, if the assumption {@code step-ID-not-examined} is as bad as feared.
 */
final class UnexaminedGrant extends GrantRow {

  /** Which rights count, where a permission alone says too much. */
  interface Condition {
    boolean holds(Landscape landscape, int scope, String name);
  }

  private final String id;
  private final String title;
  private final Condition condition;

  UnexaminedGrant(String id, String title, Permission... permissions) {
    this(id, title, (landscape, scope, name) -> true, permissions);
  }

  UnexaminedGrant(String id, String title, Condition condition, Permission... permissions) {
    super(permissions);
    this.id = id;
    this.title = title;
    this.condition = condition;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  protected Assumption assumption(Landscape landscape) {
    return Assumption.notExamined(id, title);
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    if (condition.holds(landscape, scope, name)) {
      to.fact(landscape.facts().everything());
    }
  }
}
