package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;

/**
 * A2: a validating webhook is shown every object that is written, Secrets too, and may refuse it.
 *
 * <p>Premise: {@code create}, {@code update} or {@code patch} on validatingwebhookconfigurations.
 * No boundary.
 */
final class ReadByWebhook extends GrantRow {

  ReadByWebhook() {
    super(Permission.WRITE_VALIDATING_WEBHOOKS);
  }

  @Override
  public String id() {
    return "A2";
  }

  @Override
  public String title() {
    return "reads or stops what others write, by a validating webhook";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(landscape.facts().fact(FactKind.SECRET, -1));
    to.fact(landscape.facts().fact(FactKind.ALL_NAMES));
    to.fact(landscape.facts().mayEverywhere(Capability.DISTURB));
  }
}
