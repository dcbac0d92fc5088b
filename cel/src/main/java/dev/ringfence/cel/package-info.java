/**
 * The expressions of Kubernetes: CEL with what Kubernetes adds to it.
 *
 * <p>In go expressions and plain values; out come plain values, or an {@link
 * dev.ringfence.engine.admission.policy.ExpressionException} that says whether the API server would
 * fail too. Each class here is one of Kubernetes' libraries ({@code apiserver/pkg/cel/library} of
 * 1.36). It may not know policies. The scheduler's expressions, by which claims select devices, are
 * here as well ({@code DeviceExpressions}).
 */
@NullMarked
package dev.ringfence.cel;

import org.jspecify.annotations.NullMarked;
