/**
 * What is new: a proof against an earlier one, and findings against accepted risks.
 *
 * <p>In go verdicts and what was known before; out comes which of them count. It may not know where
 * the earlier proof or the risks came from, nor how they are printed.
 */
@NullMarked
package dev.ringfence.report.change;

import org.jspecify.annotations.NullMarked;
