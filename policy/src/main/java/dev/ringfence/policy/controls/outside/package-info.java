/**
 * What Kubernetes' objects of this cluster cannot express: audit, firewall, nodes, other clusters.
 *
 * <p>In goes the plan; out come files for whoever can. What they hold is an assumption until it is
 * probed. It may not know how objects are applied.
 */
@NullMarked
package dev.ringfence.policy.controls.outside;

import org.jspecify.annotations.NullMarked;
