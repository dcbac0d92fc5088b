/**
 * One class a kind of the API: which of its fields are wanted, and how they become the model's
 * records, defaulted as the API server defaults them.
 *
 * <p>Adding a kind is one file with a {@link dev.ringfence.intake.kind.KindMapper} and its line in
 * {@link dev.ringfence.intake.kind.KindCatalogue}. Mappers know nothing of files, of parsers, nor
 * of each other; what needs several objects is decided in {@code dev.ringfence.intake.assembly}.
 */
@NullMarked
package dev.ringfence.intake.kind;

import org.jspecify.annotations.NullMarked;
