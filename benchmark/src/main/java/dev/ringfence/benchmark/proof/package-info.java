/**
 * How fast the failure-set search is, on generated step systems of the shape that clusters give.
 *
 * <p>In: a size and a seed. Out: facts, steps, milliseconds, memory. It knows of the engine's proof
 * only, and needs no cluster.
 */
@NullMarked
package dev.ringfence.benchmark.proof;

import org.jspecify.annotations.NullMarked;
