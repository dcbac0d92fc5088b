/**
 * A page for each step of the catalogue and each boundary.
 *
 * <p>In go the catalogue's rows and a table of what each needs and what stops it; out comes
 * Markdown. docs/steps, docs/boundaries and docs/deputies.md are written by it, and a test keeps
 * them current.
 */
@NullMarked
package dev.ringfence.report.reference;

import org.jspecify.annotations.NullMarked;
