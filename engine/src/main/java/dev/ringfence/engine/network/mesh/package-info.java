/**
 * What a service mesh's proxies let through to the pods that they stand before: Istio's
 * AuthorizationPolicy and PeerAuthentication. In goes the cluster; out come, for pods whose proxy
 * nobody at the other end can go round, the ports that each identity may use. What is not decided
 * counts as let through. It may not know tenants, steps or the other analyses.
 */
@NullMarked
package dev.ringfence.engine.network.mesh;

import org.jspecify.annotations.NullMarked;
