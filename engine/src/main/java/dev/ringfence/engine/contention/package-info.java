/**
 * What pods and namespaces may use without bound, told by resource.
 *
 * <p>In goes the cluster; out come, for each namespace, the resources that no quota bounds, and for
 * each pod class those that no limit bounds. It may not know the other analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.contention;

import org.jspecify.annotations.NullMarked;
