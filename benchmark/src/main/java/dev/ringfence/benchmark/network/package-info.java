/**
 * Times of the network analysis by itself.
 *
 * <p>In goes a source that was read; out come times and sizes of compiling its policies and of
 * answering who can connect to whom.
 */
@NullMarked
package dev.ringfence.benchmark.network;

import org.jspecify.annotations.NullMarked;
