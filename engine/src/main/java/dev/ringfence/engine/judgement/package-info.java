/**
 * From a landscape to verdicts: what attackers start with, which facts are a stake of whom, the
 * search, and the comparison with what is required.
 *
 * <p>In go a cluster, its tenants, requirements, assumptions and the depth to search; out comes
 * {@link dev.ringfence.engine.verdict.ProofAnswers}. It may not know files, formats or documents.
 */
@NullMarked
package dev.ringfence.engine.judgement;

import org.jspecify.annotations.NullMarked;
