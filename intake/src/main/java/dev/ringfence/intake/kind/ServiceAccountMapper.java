package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code v1 ServiceAccount}. */
final class ServiceAccountMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("automountServiceAccountToken secrets { name } imagePullSecrets { name }");

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
    Fields root = object.root();
    sink.builder()
        .add(
            new Rbac.ServiceAccount(
                object.meta(true),
                root.flagOrNull("automountServiceAccountToken"),
                root.namesIn("secrets"),
                root.namesIn("imagePullSecrets")));
  }
}
