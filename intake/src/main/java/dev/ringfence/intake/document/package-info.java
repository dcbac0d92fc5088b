/**
 * From the tokens of one file to objects, one by one.
 *
 * <p>A document is an object, a list of objects (each handed on before the next is read), one of
 * Ringfence's own documents, which is kept whole, or no Kubernetes object at all. Which fields of
 * an object are kept is its kind's schema; where the kind stands after the fields, more is kept for
 * the moment, but a Secret's data never as text.
 */
@NullMarked
package dev.ringfence.intake.document;

import org.jspecify.annotations.NullMarked;
