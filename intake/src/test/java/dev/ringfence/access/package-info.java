/**
 * What the engine says of access against what a real API server says and does. It stands here
 * because the engine itself may not depend on the test bed.
 */
@NullMarked
package dev.ringfence.access;

import org.jspecify.annotations.NullMarked;
