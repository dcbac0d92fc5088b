/**
 * What the API server lets through: Pod Security. It may not know the other analyses, tenants or
 * steps.
 */
@NullMarked
package dev.ringfence.engine.admission;

import org.jspecify.annotations.NullMarked;
