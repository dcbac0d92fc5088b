/**
 * What a document may look like, as data, and the strict check of a document against it.
 *
 * <p>In go a shape and a document's generic tree; out come all problems at once, each with its
 * place and with what is allowed there. The same shapes are published as JSON Schema, so that
 * editors and the API server refuse what Ringfence refuses. It may not know what any field means.
 */
@NullMarked
package dev.ringfence.policy.shape;

import org.jspecify.annotations.NullMarked;
