package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Schema;

/** {@code v1 Secret}: that it is there, never what it holds. */
final class SecretMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("type");

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
    ObjectMeta meta = object.meta(true);
    String type = object.root().text("type", "Opaque");
    sink.builder()
        .add(
            new Policies.SecretReference(
                meta,
                type,
                type.equals("kubernetes.io/service-account-token")
                    ? meta.annotations().get("kubernetes.io/service-account.name")
                    : null));
  }
}
