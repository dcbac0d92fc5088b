package dev.ringfence.intake.document;

import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.kind.ReadObject;

/** Takes what a file holds, in its order. */
public interface ObjectHandler {

  /** A Kubernetes object. */
  void object(ReadObject object);

  /** One of Ringfence's own documents. */
  void policy(PolicyDocument document);

  /** A document that is none of those. */
  void noObject(String file, int document, String why);

  /** A list of one kind, perhaps empty: objects of that kind were asked for. */
  void list(String apiVersion, String itemKind);
}
