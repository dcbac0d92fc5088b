/**
 * Facts that cannot be read from the cluster: named, taken pessimistically, statable otherwise.
 *
 * <p>In go statements with their voucher; out comes, for each assumption, whether a step that rests
 * on it exists, exists only if the fear is true, or does not exist.
 */
@NullMarked
package dev.ringfence.engine.assumption;

import org.jspecify.annotations.NullMarked;
