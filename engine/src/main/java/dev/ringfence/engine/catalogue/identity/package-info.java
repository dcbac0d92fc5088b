/**
 * The identity and observation rows of the catalogue, and the rows of the control plane that begin
 * with a grant.
 *
 * <p>Every API request has three premises: an identity held, a grant, and a place from which the
 * API endpoint can be connected to. The grant is no fact of its own: a step exists where RBAC gives
 * it, and names binding and rule as evidence. Rights that several rows use are facts {@code MAY},
 * derived by {@link dev.ringfence.engine.catalogue.identity.BoundRights}.
 */
@NullMarked
package dev.ringfence.engine.catalogue.identity;

import org.jspecify.annotations.NullMarked;
