/**
 * What resources an API server serves, by the names that people call them.
 *
 * <p>In go the discovery document of a version, as dumped from the real server, and the cluster's
 * custom resource definitions; out come group, resource and scope of a word such as {@code deploy}.
 */
@NullMarked
package dev.ringfence.intake.discovery;

import org.jspecify.annotations.NullMarked;
