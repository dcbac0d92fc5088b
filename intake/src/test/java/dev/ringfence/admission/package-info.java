/** Admission as the engine computes it, held against a real API server. */
@NullMarked
package dev.ringfence.admission;

import org.jspecify.annotations.NullMarked;
