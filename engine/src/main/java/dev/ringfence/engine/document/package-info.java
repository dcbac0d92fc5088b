/**
 * Documents kept whole: Ringfence's own kinds as their author wrote them.
 *
 * <p>In go documents that intake found among the sources; out comes a generic tree that keeps every
 * field with its line and column, so that whoever parses it strictly can name an unknown field by
 * its path. It knows neither files nor what the fields mean.
 */
@NullMarked
package dev.ringfence.engine.document;

import org.jspecify.annotations.NullMarked;
