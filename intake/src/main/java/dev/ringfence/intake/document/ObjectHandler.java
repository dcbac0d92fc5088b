package dev.ringfence.intake.document;

import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.kind.KindCatalogue;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.tree.Schema;

/** Takes what a file holds, in its order. */
public interface ObjectHandler {

  /** Which fields of a kind's objects are kept. */
  default Schema schema(String apiVersion, String kind) {
    return KindCatalogue.mapper(apiVersion, kind, true).schema();
  }

  /** Whether the {@code data} of such an object is kept; that of a Secret never is. */
  default boolean keepsData(String apiVersion, String kind, String name) {
    return KindCatalogue.mapper(apiVersion, kind, true).keepsData(name);
  }

  /** Whether what has no metadata, such as a review, is an object all the same. */
  default boolean takesWithoutMetadata() {
    return false;
  }

  /** A Kubernetes object. */
  void object(ReadObject object);

  /**
   * The same.
   *
   * @param size how many values were kept of it, about
   */
  default void object(ReadObject object, int size) {
    object(object);
  }

  /** One of Ringfence's own documents. */
  void policy(PolicyDocument document);

  /** A document that is none of those. */
  void noObject(String file, int document, String why);

  /** A list of one kind, perhaps empty: objects of that kind were asked for. */
  void list(String apiVersion, String itemKind);
}
