package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * What shows whether pods are in the mesh.
 *
 * @param field the field of the pod's spec, the annotation's or the label's key, by the place
 * @param value its value, or what its absence means
 * @param object the object that is meant where it is none of the pod's; else null
 */
public record MeshSign(Place place, String field, String value, @Nullable ObjectMeta object) {

  /** Where it stands. */
  public enum Place {
    SPEC,
    ANNOTATION,
    LABEL,
    NAMESPACE_LABEL,
    OTHER_OBJECT
  }

  MeshSign(Place place, String field, String value) {
    this(place, field, value, null);
  }
}
