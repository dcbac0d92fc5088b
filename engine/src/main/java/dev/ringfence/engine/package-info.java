/**
 * The engine: a pure function from a cluster's facts, its tenants and the assumptions to a proof.
 *
 * <p>No framework, no clock, no files, no network. Everything else feeds it or acts on what it
 * says.
 */
@NullMarked
package dev.ringfence.engine;

import org.jspecify.annotations.NullMarked;
