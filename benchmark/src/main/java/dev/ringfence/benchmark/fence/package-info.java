/**
 * What fences cost on a real API server: rendering, applying, applying again, and creating pods.
 *
 * <p>In goes a number of tenants; out comes a table in Markdown. It may not know proofs.
 */
@NullMarked
package dev.ringfence.benchmark.fence;

import org.jspecify.annotations.NullMarked;
