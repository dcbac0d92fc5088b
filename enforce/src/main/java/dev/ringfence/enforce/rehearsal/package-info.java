/**
 * Fences in the model, before anybody puts them up: what they would change, proved.
 *
 * <p>In go a cluster, what its people say and advice; controls are rendered, read as the API server
 * would take them, laid over the cluster, and proved by whoever asks. Out come proofs of patterns,
 * of the stages of a plan, and of what has drifted. Nothing is written, and nothing is printed.
 */
@NullMarked
package dev.ringfence.enforce.rehearsal;

import org.jspecify.annotations.NullMarked;
