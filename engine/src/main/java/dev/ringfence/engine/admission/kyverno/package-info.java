/**
 * Kyverno's validate rules, by its documentation: match and exclude, preconditions, pattern and
 * anyPattern with anchors and operators, deny conditions with simple JMESPath, exceptions, actions.
 *
 * <p>In go ClusterPolicies, Policies and PolicyExceptions as plain maps and a request; out come
 * refusals and what could not be decided. Source: kyverno.io, "Validate Rules", "Match/Exclude",
 * "Policy Exceptions"; {@code pkg/engine} of Kyverno 1.12. It may not know other engines.
 */
@NullMarked
package dev.ringfence.engine.admission.kyverno;

import org.jspecify.annotations.NullMarked;
