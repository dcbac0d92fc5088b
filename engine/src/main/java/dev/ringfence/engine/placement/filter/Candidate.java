package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodSpec;

/**
 * A pod that is to be placed.
 *
 * @param namespace the index in the cluster's namespaces
 * @param self the row of the cluster's pods that is this pod, so that it does not stand in its own
 *     way; -1 where it is none of them
 */
public record Candidate(int namespace, LabelSet labels, PodSpec spec, int self) {}
