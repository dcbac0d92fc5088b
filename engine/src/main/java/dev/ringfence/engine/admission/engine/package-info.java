/**
 * Policy engines that stand behind a webhook or that a distribution compiled into its API server,
 * and whose policies are objects of the cluster: read as far as they can be decided exactly.
 *
 * <p>In go the engine's objects as plain maps and a request; out come refusals, and what could not
 * be decided. It may not know what steps follow from that.
 */
@NullMarked
package dev.ringfence.engine.admission.engine;

import org.jspecify.annotations.NullMarked;
