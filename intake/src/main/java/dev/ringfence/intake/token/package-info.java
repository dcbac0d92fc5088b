/**
 * One stream of tokens for JSON and YAML.
 *
 * <p>In go bytes; out come {@link dev.ringfence.intake.token.TokenReader}'s tokens, with positions,
 * within bounds: no text longer than {@link dev.ringfence.intake.token.Limits#TEXT_CHARACTERS}, no
 * nesting deeper than {@link dev.ringfence.intake.token.Limits#DEPTH}, no alias bombs. It knows
 * neither fields nor kinds.
 */
@NullMarked
package dev.ringfence.intake.token;

import org.jspecify.annotations.NullMarked;
