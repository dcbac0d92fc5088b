/** Fences on a real API server: what they refuse, what they let through, what they cost. */
@NullMarked
package dev.ringfence.fence;

import org.jspecify.annotations.NullMarked;
