/**
 * On which nodes pods could be placed.
 *
 * <p>In goes the cluster; out come node classes and two relations. <em>Ever</em>: a pod could be on
 * that node at some time; only nodeName, selectors, required node affinity, taints, RuntimeClass
 * scheduling, volumes' node affinity and the operating system count, because a node once taken over
 * stays so when its pods change. <em>Together</em>: two pods could run on one node at one time;
 * required anti-affinity counts as well. It may not know the other analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.placement;

import org.jspecify.annotations.NullMarked;
