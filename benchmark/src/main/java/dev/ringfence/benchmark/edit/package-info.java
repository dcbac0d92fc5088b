/**
 * How long it takes until the verdicts after one change are known.
 *
 * <p>In goes a generated cluster; out come the times by kind of change. It may not know how a proof
 * is kept, only that it is.
 */
@NullMarked
package dev.ringfence.benchmark.edit;

import org.jspecify.annotations.NullMarked;
