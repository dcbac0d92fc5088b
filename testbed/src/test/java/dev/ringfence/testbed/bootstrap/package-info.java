/** Tests that committed dumps are fresh. */
@NullMarked
package dev.ringfence.testbed.bootstrap;

import org.jspecify.annotations.NullMarked;
