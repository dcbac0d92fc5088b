package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;

/**
 * A1: a mutating webhook or policy rewrites every object that anybody writes.
 *
 * <p>Premise: {@code create}, {@code update} or {@code patch} on mutatingwebhookconfigurations (the
 * webhook may stand anywhere: {@code clientConfig.url}), or changing a MutatingAdmissionPolicy that
 * is bound. No boundary.
 */
final class RewriteByWebhook extends GrantRow {

  RewriteByWebhook() {
    super(Permission.WRITE_MUTATING_WEBHOOKS, Permission.CHANGE_MUTATING_POLICIES);
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
}
