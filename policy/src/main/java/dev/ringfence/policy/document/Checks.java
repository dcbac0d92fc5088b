package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.policy.shape.Problem;
import java.util.List;

/** Takes the problems of one document that its shape alone cannot tell. */
record Checks(Origin origin, List<Problem> problems) {

  void add(DocumentPosition position, String path, String message) {
    problems.add(new Problem(origin, position, path, message));
  }
}
