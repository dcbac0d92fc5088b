/**
 * The answer of {@code explain} for people: each way as a story, step by step, with what to look
 * at.
 *
 * <p>In go an explanation; out comes text. It may not know how the explanation was found.
 */
@NullMarked
package dev.ringfence.report.story;

import org.jspecify.annotations.NullMarked;
