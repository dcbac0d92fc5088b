/**
 * The answer of {@code diff}, for people; {@code report.json} has it for programs.
 *
 * <p>In go differences with what was proved of them; out comes text. Nothing here compares or
 * proves.
 */
@NullMarked
package dev.ringfence.report.drift;

import org.jspecify.annotations.NullMarked;
