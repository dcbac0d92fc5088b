/**
 * The failure-set search: which boundaries must fail before an attacker reaches a goal.
 *
 * <p>In: facts, steps, boundaries, assumptions and attackers as numbers ({@link
 * dev.ringfence.engine.proof.StepGraph}). Out: for every attacker and goal all minimal failure sets
 * up to a depth ({@link dev.ringfence.engine.proof.Proof}), one ordered derivation of a set ({@link
 * dev.ringfence.engine.proof.Witness}), and what an attacker can get and where it stops ({@link
 * dev.ringfence.engine.proof.Closure}).
 *
 * <p>It may not know what a fact or a boundary stands for: nothing of Kubernetes, tenants' names,
 * objects or evidence. It keeps sets and never counts, because a boundary that is met twice is paid
 * once.
 */
@NullMarked
package dev.ringfence.engine.proof;

import org.jspecify.annotations.NullMarked;
