package dev.ringfence.engine.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every object has.
 *
 * @param labels interned
 * @param annotations only those that some analysis reads, never last-applied-configuration
 * @param controller the owner reference with {@code controller: true}, if there is one
 */
public record ObjectMeta(
    ObjectReference reference,
    LabelSet labels,
    Map<String, String> annotations,
    @Nullable ObjectReference controller,
    Origin origin) {

  public ObjectMeta {
    annotations = Map.copyOf(annotations);
  }

  public String name() {
    return reference.name();
  }

  /** The namespace, or the empty string for cluster-scoped objects. */
  public String namespace() {
    return reference.namespaceOrEmpty();
  }
}
