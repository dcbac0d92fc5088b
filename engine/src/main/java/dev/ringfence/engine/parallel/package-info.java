/**
 * Work beside other work.
 *
 * <p>In goes a piece of work that shares nothing changeable with what runs meanwhile; out comes its
 * result, or what it threw. It may not know what the work is.
 */
@NullMarked
package dev.ringfence.engine.parallel;

import org.jspecify.annotations.NullMarked;
