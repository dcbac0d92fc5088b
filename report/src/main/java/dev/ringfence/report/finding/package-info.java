/**
 * What every report says of verdicts: which are worst, how many of each, and the words for them.
 *
 * <p>In go verdicts; out come order, totals and sentences. It may not know formats.
 */
@NullMarked
package dev.ringfence.report.finding;

import org.jspecify.annotations.NullMarked;
