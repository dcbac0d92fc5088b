/**
 * The answer of {@code place}: for each pod where it would be put now, where it could ever be, and
 * why not elsewhere.
 *
 * <p>In go a cluster and the engine's two placements; out come rows, JSON and text. It decides
 * nothing itself.
 */
@NullMarked
package dev.ringfence.report.place;

import org.jspecify.annotations.NullMarked;
