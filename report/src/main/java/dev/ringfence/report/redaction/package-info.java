/**
 * Answers for people who may not see names.
 *
 * <p>In goes the cluster and its tenants; out comes one pseudonym for each name, the same wherever
 * the name stands, also inside a longer text. It may not know which answer is written: it stands
 * between every answer's strings and the output, so that none can be forgotten.
 */
@NullMarked
package dev.ringfence.report.redaction;

import org.jspecify.annotations.NullMarked;
