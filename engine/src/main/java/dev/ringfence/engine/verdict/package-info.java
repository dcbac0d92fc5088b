/**
 * From a proof to answers: what each ordered pair of tenants risks, against what is required.
 *
 * <p>In go a landscape, requirements and the depth to search; out come verdicts, and, when asked
 * for, explanations with evidence. It may not know files, formats or documents.
 */
@NullMarked
package dev.ringfence.engine.verdict;

import org.jspecify.annotations.NullMarked;
