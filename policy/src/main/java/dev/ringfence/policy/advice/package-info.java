/**
 * From a tenant's profile back to the pattern it needs: which row, what is missing on this cluster,
 * what it costs, what would not run there, and what the next pattern up or down would change.
 *
 * <p>In go profiles, a cluster and its traits; out comes advice as data. It may not know controls,
 * proofs or formats.
 */
@NullMarked
package dev.ringfence.policy.advice;

import org.jspecify.annotations.NullMarked;
