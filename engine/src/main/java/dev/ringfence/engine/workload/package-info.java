/**
 * What containers, volumes and runtimes give away. It may not know the other analyses, tenants or
 * steps.
 */
@NullMarked
package dev.ringfence.engine.workload;

import org.jspecify.annotations.NullMarked;
