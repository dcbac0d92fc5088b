/**
 * The vocabulary of facts: what an attacker has or can do, as numbers.
 *
 * <p>In go kinds and indexes of the model; out come dense ints for the proof, and words for people.
 * It may not know steps or how facts are reached.
 */
@NullMarked
package dev.ringfence.engine.fact;

import org.jspecify.annotations.NullMarked;
