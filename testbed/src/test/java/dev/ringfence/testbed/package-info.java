/** Tests of the test bed itself, against the programs that it starts. */
@NullMarked
package dev.ringfence.testbed;

import org.jspecify.annotations.NullMarked;
