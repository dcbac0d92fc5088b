package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Schema;

/** A kind of Kubernetes of which no analysis reads more than that its objects are there. */
final class NameOnlyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("");

  private final boolean namespaced;

  NameOnlyMapper(boolean namespaced) {
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
    sink.builder().addOther(object.meta(namespaced));
  }
}
