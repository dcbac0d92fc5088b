package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.intake.tree.PlainTree;
import dev.ringfence.intake.tree.Schema;

/** What configures a policy engine: kept whole, for the engine's own room to understand. */
final class EngineObjectMapper implements KindMapper {

  private static final Schema SCHEMA = Schema.of("* -status").with("metadata", Metadata.WHOLE);

  private final boolean namespaced;

  EngineObjectMapper(boolean namespaced) {
    this.namespaced = namespaced;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return namespaced;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    ObjectMeta meta = object.meta(namespaced);
    sink.builder().addOther(meta);
    sink.builder()
        .add(
            new AdmissionRules.EngineObject(
                object.apiVersion(), object.kind(), meta, PlainTree.values(object.root())));
  }
}
