/** The built-in tables of resources, held against a real API server. */
@NullMarked
package dev.ringfence.intake.discovery;

import org.jspecify.annotations.NullMarked;
