/**
 * The command line: one class a command. It reads arguments, calls intake, policy, engine and
 * report, and turns what they say into exit codes. It may not decide anything about clusters.
 */
@NullMarked
package dev.ringfence.cli;

import org.jspecify.annotations.NullMarked;
