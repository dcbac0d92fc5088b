/**
 * What a fresh control plane of a version holds and serves, as files that are committed.
 *
 * <p>In: a control plane that nobody has touched. Out: its objects and its discovery as text that
 * is the same on every machine, for the room that reads manifests as if applied to such a server.
 */
@NullMarked
package dev.ringfence.testbed.bootstrap;

import org.jspecify.annotations.NullMarked;
