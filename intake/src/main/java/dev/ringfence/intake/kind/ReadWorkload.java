package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodSpec;

/**
 * A controller as read.
 *
 * @param replicas how many pods it wants; -1 for one on each node that fits
 * @param templatePath the path of the pod spec
 */
public record ReadWorkload(
    ObjectMeta meta,
    int replicas,
    LabelSet templateLabels,
    PodSpec template,
    String templatePath) {}
