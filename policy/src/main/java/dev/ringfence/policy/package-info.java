/**
 * What people say about their cluster: who the tenants are, what must hold between them, what they
 * vouch for.
 *
 * <p>In go Ringfence's own documents as generic trees, later a cluster; out come a {@link
 * dev.ringfence.policy.PolicySet} and, for a cluster, its tenancy, requirements and assumptions,
 * with remarks on everything that was decided by rule instead of by a document. It reads no files,
 * knows no clock, and may not know steps or proofs.
 */
@NullMarked
package dev.ringfence.policy;

import org.jspecify.annotations.NullMarked;
