/**
 * What stands in a tenant's own namespaces: labels, grants, quotas, network policies.
 *
 * <p>In goes one fence and its plan; out come objects. It may not know the objects of the cluster.
 */
@NullMarked
package dev.ringfence.policy.controls.tenant;

import org.jspecify.annotations.NullMarked;
