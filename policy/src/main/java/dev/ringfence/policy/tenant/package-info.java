/**
 * From documents and a cluster to its tenants.
 *
 * <p>In go Tenant documents, or none, and a cluster; out comes a tenancy in which every namespace
 * belongs to exactly one tenant, with the reason for each that no document gave. It may not know
 * requirements, steps or proofs.
 */
@NullMarked
package dev.ringfence.policy.tenant;

import org.jspecify.annotations.NullMarked;
