/**
 * What containers, volumes and runtimes give away.
 *
 * <p>In goes the cluster; out comes, for each pod class, what its spec gives to whoever runs code
 * in it ({@link dev.ringfence.engine.workload.PodPowers}), by tables of host paths, capabilities
 * and runtimes. It may not know the other analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.workload;

import org.jspecify.annotations.NullMarked;
