/**
 * Policies that the API server evaluates itself, as it evaluates them: ValidatingAdmissionPolicy
 * and MutatingAdmissionPolicy.
 *
 * <p>In go the cluster's policies, bindings and parameters, an engine for their expressions, and a
 * request with its object as plain maps; out come refusals with their messages, the changed object,
 * and the policies that could not be evaluated. Matching follows {@code
 * apiserver/pkg/admission/plugin/policy} of Kubernetes 1.36. It may not know pods, nor how
 * expressions are evaluated.
 */
@NullMarked
package dev.ringfence.engine.admission.policy;

import org.jspecify.annotations.NullMarked;
