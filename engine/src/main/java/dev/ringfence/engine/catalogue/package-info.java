/**
 * The catalogue of steps: one small class a row, each joining what the analyses say into steps.
 *
 * <p>In goes a {@link dev.ringfence.engine.catalogue.Landscape}; out come premises, conclusions and
 * boundaries, and, when asked for, the evidence of one step. A row may read every analysis; the
 * analyses may not read each other. Adding a row is adding a class and naming it in {@link
 * dev.ringfence.engine.catalogue.Catalogue}.
 */
@NullMarked
package dev.ringfence.engine.catalogue;

import org.jspecify.annotations.NullMarked;
