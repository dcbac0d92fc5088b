package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod as read.
 *
 * @param spec interned
 * @param admitted whether an API server has admitted it already, so that the spec is final
 * @param nodeName the node that it is bound to, or null
 */
public record ReadPod(
    ObjectMeta meta,
    PodSpec spec,
    boolean admitted,
    @Nullable String nodeName,
    boolean completed,
    List<String> addresses) {}
