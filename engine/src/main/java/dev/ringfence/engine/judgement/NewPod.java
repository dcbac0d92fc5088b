package dev.ringfence.engine.judgement;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import org.jspecify.annotations.Nullable;

/**
 * A pod that has come.
 *
 * @param topmost the topmost controller, which must have another pod or a template
 * @param nodeName null where it is bound to none yet
 */
public record NewPod(
    String namespace,
    String name,
    LabelSet labels,
    PodSpec spec,
    ObjectReference topmost,
    @Nullable String nodeName) {

  /** The same pod on a node. */
  NewPod on(String node) {
    return new NewPod(namespace, name, labels, spec, topmost, node);
  }
}
