/**
 * Who can connect to whom as configured, workload by workload.
 *
 * <p>In go a cluster and what was stated of it; out come connections between workloads, and between
 * workloads and addresses. It joins what policies say with where pods can be placed and what
 * enforces policies there. It may not know steps, attackers or proofs: no boundary fails here.
 */
@NullMarked
package dev.ringfence.engine.reach;

import org.jspecify.annotations.NullMarked;
