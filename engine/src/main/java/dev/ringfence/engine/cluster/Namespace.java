package dev.ringfence.engine.cluster;

/** A namespace; its labels always hold {@code kubernetes.io/metadata.name}. */
public record Namespace(ObjectMeta meta) {
  public String name() {
    return meta.name();
  }

  public LabelSet labels() {
    return meta.labels();
  }

  /** The same namespace with other labels. */
  public Namespace labelled(LabelSet labels) {
    return new Namespace(
        new ObjectMeta(
            meta.reference(), labels, meta.annotations(), meta.controller(), meta.origin()));
  }
}
