/**
 * One page that shows a proof without any network.
 *
 * <p>In go a proof's answers; out comes HTML whose script and style are named by their hashes and
 * whose data nothing can break out of. How it looks is in the resources of the same name.
 */
@NullMarked
package dev.ringfence.report.html;

import org.jspecify.annotations.NullMarked;
