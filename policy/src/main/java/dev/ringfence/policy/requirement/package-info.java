/**
 * Which depth each stake must have between two tenants.
 *
 * <p>In go rows, the default ones or a document's; out comes, for each ordered pair of tenants, the
 * strictest row that applies, stake by stake. It may not know documents or clusters.
 */
@NullMarked
package dev.ringfence.policy.requirement;

import org.jspecify.annotations.NullMarked;
