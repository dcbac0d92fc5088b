/**
 * The words of an answer: stakes, boundaries, evidence, verdicts, explanations.
 *
 * <p>Data only. In go nothing but names and numbers; out come records that reports print. It may
 * not know steps, the proof, files or formats.
 */
@NullMarked
package dev.ringfence.engine.verdict;

import org.jspecify.annotations.NullMarked;
