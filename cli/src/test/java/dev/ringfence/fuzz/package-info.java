/**
 * What comes from outside, read with any bytes: each target allows a refusal that says why, and
 * nothing else. {@code scripts/fuzz} runs them under Jazzer; the corpus that it grew from and into
 * is in {@code src/test/fuzz}, and every test run goes through it once.
 */
@NullMarked
package dev.ringfence.fuzz;

import org.jspecify.annotations.NullMarked;
