/**
 * What the reader's terminal can show, and text that is safe to show there.
 *
 * <p>In go the environment and names that anybody may have chosen; out come columns, colours and
 * characters without side effects. It may not know proofs.
 */
@NullMarked
package dev.ringfence.report.terminal;

import org.jspecify.annotations.NullMarked;
