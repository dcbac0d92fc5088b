/**
 * What admission says of pods.
 *
 * <p>In go the cluster's namespaces and a pod spec; out comes what the Pod Security Standards have
 * against it, at every level and version, and which other engines may have a say. It may not know
 * the other analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.admission;

import org.jspecify.annotations.NullMarked;
