/**
 * What each assumption is worth: which verdicts would change if it were false.
 *
 * <p>In go assumptions with proofs that were made without them; out come a table and JSON, those
 * that matter most first. It may not know how the proofs were made.
 */
@NullMarked
package dev.ringfence.report.assumption;

import org.jspecify.annotations.NullMarked;
