package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code flowcontrol.apiserver.k8s.io PriorityLevelConfiguration}. */
final class PriorityLevelMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { type limited { nominalConcurrencyShares limitResponse { type } } }");

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
    Fields limited = spec.fields("limited");
    sink.builder()
        .add(
            new FlowControl.PriorityLevel(
                object.meta(false),
                spec.text("type").equals("Exempt"),
                limited.integer("nominalConcurrencyShares", 30),
                limited.fields("limitResponse").text("type").equals("Queue")));
  }
}
