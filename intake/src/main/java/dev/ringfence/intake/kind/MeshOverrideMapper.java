package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.intake.tree.Schema;

/**
 * {@code networking.istio.io EnvoyFilter}, which can change whatever a proxy does, and {@code
 * Sidecar}, which can say what comes in past it.
 */
final class MeshOverrideMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

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
    sink.builder().addOther(object.meta(true));
    boolean inbound = !object.root().fields("spec").items("ingress").isEmpty();
    if (object.kind().equals("EnvoyFilter") || inbound) {
      sink.builder().add(new MeshPolicy.ProxyChange(object.meta(true)));
    }
  }
}
