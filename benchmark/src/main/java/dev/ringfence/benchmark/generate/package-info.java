/**
 * Makes clusters of the sizes that Ringfence must stand up to, as plain files that any tool can
 * read. In goes a size and a seed; out come JSON lists, the same for the same seed. It may not use
 * Ringfence's model: its files are input like everybody's.
 */
@NullMarked
package dev.ringfence.benchmark.generate;

import org.jspecify.annotations.NullMarked;
