package dev.ringfence.engine.verdict;

import org.jspecify.annotations.Nullable;

/**
 * Something that the reader can look at.
 *
 * @param object for example {@code Deployment saas/web}
 * @param field the field's path in it, for example {@code spec.template.spec.hostPID}
 * @param value its value, or what its absence means
 * @param file where the object was read; null where it was not read from anywhere
 * @param document the number of the document in the file, from 0
 */
public record Evidence(
    String object, String field, String value, @Nullable String file, int document) {}
