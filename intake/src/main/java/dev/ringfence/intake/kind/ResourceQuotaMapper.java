package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.pod.Quantity;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code v1 ResourceQuota}. */
final class ResourceQuotaMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec { hard scopes scopeSelector? }");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    sink.builder()
        .add(
            new Policies.ResourceQuota(
                object.meta(true),
                Quantity.map(spec, "hard"),
                spec.texts("scopes"),
                spec.has("scopeSelector")));
  }
}
