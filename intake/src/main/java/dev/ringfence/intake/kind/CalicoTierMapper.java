package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code projectcalico.org Tier}: where its policies stand, and what becomes of the rest. */
final class CalicoTierMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return false;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    sink.builder().addOther(object.meta(false));
    sink.builder()
        .addTier(
            object.meta(false).name(),
            TierFields.order(spec),
            !spec.text("defaultAction", "Deny").equals("Pass"));
  }
}
