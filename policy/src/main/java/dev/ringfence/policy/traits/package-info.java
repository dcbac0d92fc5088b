/**
 * What a cluster offers to whoever puts up fences: enforcers, runtimes, kinds, nodes.
 *
 * <p>In goes a cluster; out come plain answers. It may not know tenants, patterns or controls.
 */
@NullMarked
package dev.ringfence.policy.traits;

import org.jspecify.annotations.NullMarked;
