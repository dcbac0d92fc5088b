/**
 * Puts fences up on a live cluster, compares them with it, and takes them back.
 *
 * <p>In go controls and a connection; out come differences, and writes by server-side apply under a
 * field manager of its own. It touches only objects that carry Ringfence's mark, or that a declared
 * tenant's fence names. It may not know tenants' profiles or proofs.
 */
@NullMarked
package dev.ringfence.enforce;

import org.jspecify.annotations.NullMarked;
