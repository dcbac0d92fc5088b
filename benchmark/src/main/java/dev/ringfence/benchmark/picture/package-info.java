/**
 * Pictures of measurements, as SVG without scripts, fonts or colours that a printer loses.
 *
 * <p>In go series of numbers; out comes a picture. It may not know what was measured.
 */
@NullMarked
package dev.ringfence.benchmark.picture;

import org.jspecify.annotations.NullMarked;
