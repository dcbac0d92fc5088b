package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code scheduling.k8s.io PriorityClass}. */
final class PriorityClassMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("value globalDefault preemptionPolicy");

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
    Fields root = object.root();
    sink.builder()
        .add(
            new Policies.PriorityClass(
                object.meta(false),
                root.integer("value", 0),
                root.flag("globalDefault"),
                !root.text("preemptionPolicy").equals("Never")));
  }
}
