/** What containers do to a real node, against what the engine says that they can. */
@NullMarked
package dev.ringfence.node;

import org.jspecify.annotations.NullMarked;
