/**
 * What stands once for all tenants: roles, priorities, fair queues, runtimes, the way to the node.
 *
 * <p>In goes the plan; out come cluster-scoped objects. It may not know tenants' own objects.
 */
@NullMarked
package dev.ringfence.policy.controls.cluster;

import org.jspecify.annotations.NullMarked;
