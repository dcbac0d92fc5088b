/**
 * From objects to the cluster: what needs several objects to be decided.
 *
 * <p>In go objects one by one; when everything is read, repeated objects are told from
 * contradicting ones, the source is called manifests or a dump, what a fresh API server would add
 * is added, pods are admitted and given to their topmost controllers, and controllers without pods
 * get those that they would have. It knows nothing of files and parsers.
 */
@NullMarked
package dev.ringfence.intake.assembly;

import org.jspecify.annotations.NullMarked;
