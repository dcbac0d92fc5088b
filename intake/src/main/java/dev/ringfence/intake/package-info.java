/**
 * From every source to one immutable cluster.
 *
 * <p>In go folders, files, archives, standard input or the live API; out come a {@link
 * dev.ringfence.engine.cluster.Cluster}, Ringfence's own documents, and findings about what was
 * read. Bad input throws {@link dev.ringfence.intake.InputException}. It may not know tenants,
 * steps or proofs, and the value of a Secret never becomes part of anything.
 */
@NullMarked
package dev.ringfence.intake;

import org.jspecify.annotations.NullMarked;
