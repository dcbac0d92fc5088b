/**
 * Proposed changes, for people and for programs.
 *
 * <p>In go changes that were proved, as texts; out come a table and JSON. It may not know how they
 * were found.
 */
@NullMarked
package dev.ringfence.report.fix;

import org.jspecify.annotations.NullMarked;
