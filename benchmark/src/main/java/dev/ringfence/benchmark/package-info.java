/**
 * Measures Ringfence: generated clusters, stages by time and memory. In go sizes; out come numbers
 * that were measured. It may use every module, and no module may use it.
 */
@NullMarked
package dev.ringfence.benchmark;

import org.jspecify.annotations.NullMarked;
