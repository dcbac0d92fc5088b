/**
 * Answers for programs: stable, versioned JSON in the shapes of the schemas beside this package's
 * resources.
 *
 * <p>In go a proof's answers; out come bytes, written as they come, so that a million pairs need no
 * memory.
 */
@NullMarked
package dev.ringfence.report.json;

import org.jspecify.annotations.NullMarked;
