/**
 * What is to be fenced: tenants joined with their isolation classes, namespaces and openings.
 *
 * <p>In go the policy, its resolution on a cluster, and advice; out comes a plan, or one exception
 * with every problem. It may not know how a fence is written down.
 */
@NullMarked
package dev.ringfence.policy.fence;

import org.jspecify.annotations.NullMarked;
