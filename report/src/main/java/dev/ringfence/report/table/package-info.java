/**
 * The answer of {@code prove} for people: worst pairs first, why in a line, totals, the matrix.
 *
 * <p>In go a proof's answers and what the terminal can show; out comes text. It stands on the way
 * of every start, so it may not load JSON, regular expressions or formatters.
 */
@NullMarked
package dev.ringfence.report.table;

import org.jspecify.annotations.NullMarked;
