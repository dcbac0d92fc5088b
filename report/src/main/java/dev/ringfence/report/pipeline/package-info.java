/**
 * Answers for where people work: code scanning, test reports, policy reports, a comment on a pull
 * request.
 *
 * <p>In go a proof, what changed and what is accepted; out come SARIF, JUnit XML, PolicyReports and
 * Markdown, worst first and of a bounded size, with counts of what is left out. It may not know
 * files: whoever calls says in which line a piece of evidence stands.
 */
@NullMarked
package dev.ringfence.report.pipeline;

import org.jspecify.annotations.NullMarked;
