/**
 * One cluster's facts, immutable.
 *
 * <p>In go Kubernetes objects that intake has read and defaulted; out come int-indexed tables of
 * records and, for pods, columns; pods that no analysis can tell apart are one {@link
 * dev.ringfence.engine.cluster.PodClass}. Every object remembers its {@link
 * dev.ringfence.engine.cluster.Origin}, so that evidence costs nothing until it is asked for.
 *
 * <p>It may not know tenants, steps, proofs, files or the network, and it never holds the value of
 * a Secret.
 */
@NullMarked
package dev.ringfence.engine.cluster;

import org.jspecify.annotations.NullMarked;
