/** Where pods could be placed: what the engine says, against the real scheduler. */
@NullMarked
package dev.ringfence.placement;

import org.jspecify.annotations.NullMarked;
