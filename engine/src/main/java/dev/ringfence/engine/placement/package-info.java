/**
 * On which nodes pods could be placed, at one time or ever. It may not know the other analyses,
 * tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.placement;

import org.jspecify.annotations.NullMarked;
