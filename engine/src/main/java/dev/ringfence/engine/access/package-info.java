/**
 * What every identity may do by RBAC, decided as the API server decides it.
 *
 * <p>In go service accounts, roles and bindings; out come identities, whether one request is
 * allowed and by which binding and rule, and, compiled once for all identities, the {@link
 * dev.ringfence.engine.access.Permission}s that steps of the catalogue ask for. Matching follows
 * {@code plugin/pkg/auth/authorizer/rbac}, escalation follows {@code pkg/registry/rbac} of
 * Kubernetes 1.36.
 *
 * <p>It may not know the other analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.access;

import org.jspecify.annotations.NullMarked;
