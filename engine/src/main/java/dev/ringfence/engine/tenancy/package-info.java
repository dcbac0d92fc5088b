/**
 * Who the tenants are: namespaces, service accounts, users and groups that share one fate.
 *
 * <p>In go names and profiles that policy documents (or discovery) settled; out comes, for each
 * namespace and subject, the tenant it belongs to. It may not know documents, steps or proofs.
 */
@NullMarked
package dev.ringfence.engine.tenancy;

import org.jspecify.annotations.NullMarked;
