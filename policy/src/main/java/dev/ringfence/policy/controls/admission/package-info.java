/**
 * Admission policies: one set a pattern, and one that guards the fences, never one a tenant.
 *
 * <p>In go patterns and what the cluster offers; out come ValidatingAdmissionPolicy and
 * MutatingAdmissionPolicy objects whose values are read from the namespace they act in. A rule is
 * an expression and a sentence; the sentence is what the refused one reads.
 */
@NullMarked
package dev.ringfence.policy.controls.admission;

import org.jspecify.annotations.NullMarked;
