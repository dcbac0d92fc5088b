package dev.ringfence.policy.shape;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;

/**
 * Something wrong with a document.
 *
 * @param origin file and document number
 * @param position where the value starts in the file
 * @param path the field's path, for example {@code spec.namespaces.names[0]}; empty for the whole
 *     document
 * @param message what is wrong and what is allowed there
 */
public record Problem(Origin origin, DocumentPosition position, String path, String message) {

  /** {@code tenants.yaml, document 2, line 14, column 3: spec.trust: …}; documents from 1. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(origin.file());
    text.append(", document ").append(origin.document() + 1);
    if (position.line() > 0) {
      text.append(", ").append(position);
    }
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    return text.append(message).toString();
  }
}
