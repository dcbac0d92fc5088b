/**
 * Writes fences down: tenant × isolation class → objects and files.
 *
 * <p>In goes a plan of fences; out come objects as YAML, in the order in which they must be applied
 * (the fence before the first pod), and files for what Kubernetes cannot hold. A pure function: the
 * same plan gives the same bytes. It may not know proofs, files on disk or servers.
 */
@NullMarked
package dev.ringfence.policy.controls;

import org.jspecify.annotations.NullMarked;
