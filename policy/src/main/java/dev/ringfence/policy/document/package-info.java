/**
 * Ringfence's own documents, read strictly.
 *
 * <p>In go generic trees with their origins; out come tenants, isolation classes, requirements and
 * assumptions as data, or one exception that lists everything wrong with all of them. A new kind is
 * a record with its shape, and a line in {@link dev.ringfence.policy.document.DocumentKind}. It may
 * not know clusters' contents.
 */
@NullMarked
package dev.ringfence.policy.document;

import org.jspecify.annotations.NullMarked;
