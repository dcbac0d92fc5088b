package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.verdict.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the evidence of one step, best first. */
public final class EvidenceSink {

  private final List<Evidence> evidence = new ArrayList<>();

  public void add(ObjectMeta meta, String field, String value) {
    add(meta.reference(), meta.origin(), field, value);
  }

  public void add(ObjectReference object, @Nullable Origin origin, String field, String value) {
    boolean fromFile = origin != null && origin.source() == Origin.Source.FILE;
    Evidence item =
        new Evidence(
            object.toString(),
            field,
            value,
            fromFile && origin != null ? origin.file() : null,
            fromFile && origin != null ? origin.document() : 0);
    if (!evidence.contains(item)) {
      evidence.add(item);
    }
  }

  public List<Evidence> evidence() {
    return List.copyOf(evidence);
  }
}
