/**
 * Answers for people and programs.
 *
 * <p>In go the answers of a proof; out come a table, a story, JSON or one HTML page. Nothing here
 * may decide a verdict, read a cluster's files or know how a proof is found.
 */
@NullMarked
package dev.ringfence.report;

import org.jspecify.annotations.NullMarked;
