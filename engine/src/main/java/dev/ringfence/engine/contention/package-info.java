/**
 * What pods and namespaces may use without bound. It may not know the other analyses, tenants or
 * steps.
 */
@NullMarked
package dev.ringfence.engine.contention;

import org.jspecify.annotations.NullMarked;
