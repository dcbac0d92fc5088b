/**
 * Objects kept whole, one by one and in their order: what a command asks about, in contrast to the
 * cluster that it asks.
 *
 * <p>In go files; out come {@link dev.ringfence.intake.whole.WholeObject}s with every field, but
 * never the data of a Secret. It may not know the cluster.
 */
@NullMarked
package dev.ringfence.intake.whole;

import org.jspecify.annotations.NullMarked;
