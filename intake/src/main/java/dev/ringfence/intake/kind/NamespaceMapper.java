package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Schema;

/** {@code v1 Namespace}. */
final class NamespaceMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("");

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
    sink.builder().addNamespace(object.meta(false));
  }
}
