/**
 * The answer of {@code advise}, for people and programs.
 *
 * <p>In goes advice; out come text and JSON. Nothing here may decide a pattern.
 */
@NullMarked
package dev.ringfence.report.advice;

import org.jspecify.annotations.NullMarked;
