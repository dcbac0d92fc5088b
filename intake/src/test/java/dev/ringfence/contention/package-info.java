/** What one tenant may use up that another needs: what the engine says, against the real server. */
@NullMarked
package dev.ringfence.contention;

import org.jspecify.annotations.NullMarked;
